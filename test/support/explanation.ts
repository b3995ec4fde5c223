/** A fraction in lowest effort: numerator and denominator, the latter above 0. */
type Fraction = [bigint, bigint];

export interface Explained {
  step: string;
  operation: string;
  value: string;
  parts: Explained[];
}

/**
 * Works an explanation out from its leaves alone, in fractions, and compares every step with the value shown.
 * Answers the root in cents. @throws where a step does not add up
 */
export function workOut(root: Explained): bigint {
  const [numerator, denominator] = valueOf(root);
  if ((numerator * 100n) % denominator !== 0n) throw new Error(`${root.step} is no whole number of cents`);
  return (numerator * 100n) / denominator;
}

/** `'-180.17'` or -180.17 → -18017n */
export function cents(amount: string | number): bigint {
  const text = typeof amount === 'number' ? amount.toFixed(2) : amount;
  const [numerator, denominator] = fractionOf(text);
  return (numerator * 100n) / denominator;
}

function valueOf(node: Explained): Fraction {
  const parts = node.parts.map(valueOf);
  const value = combined(node, parts);
  if (!agrees(value, node.value))
    throw new Error(`${node.step} shows ${node.value}, but comes to ${value[0]}/${value[1]}`);
  return value;
}

function combined(node: Explained, parts: Fraction[]): Fraction {
  switch (node.operation) {
    case 'value':
      if (parts.length > 0) throw new Error(`${node.step} is a value with parts`);
      return fractionOf(node.value);
    case 'sum':
      return parts.reduce<Fraction>(([a, b], [c, d]) => [a * d + c * b, b * d], [0n, 1n]);
    case 'product':
      return parts.reduce<Fraction>(([a, b], [c, d]) => [a * c, b * d], [1n, 1n]);
    case 'quotient': {
      const [[a, b], [c, d]] = parts as [Fraction, Fraction];
      return c < 0n ? [-a * d, -b * c] : [a * d, b * c];
    }
    case 'round': {
      const [[a, b]] = parts as [Fraction];
      const size = ((a < 0n ? -a : a) * 200n + b) / (2n * b);
      return [a < 0n ? -size : size, 100n];
    }
    default:
      throw new Error(`unknown operation ${node.operation}`);
  }
}

/** What has no end is shown to twelve decimals. */
function agrees([a, b]: Fraction, shown: string): boolean {
  const [c, d] = fractionOf(shown);
  const difference = a * d - c * b;
  return (difference < 0n ? -difference : difference) * 1_000_000_000_000n <= b * d;
}

function fractionOf(text: string): Fraction {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Error(`not a number: ${text}`);
  const [whole, decimals = ''] = text.split('.') as [string, string?];
  return [BigInt(whole + decimals), 10n ** BigInt(decimals.length)];
}
