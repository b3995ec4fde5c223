import { Decimal } from 'decimal.js';

/**
 * An amount in EUR as exact text with two decimals: `'1201.15'`. The same form in states, events and
 * `numeric` columns, so that nothing is ever a float; `moneyToWire` makes the JSON number of an answer.
 */
export type Money = string;

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -40, toExpPos: 40 });

/** An exact decimal for intermediate steps (60 digits); round once, at the end, with `money`. */
export function exact(value: Decimal.Value): Decimal {
  return new Exact(value);
}

/** Rounds half up (away from zero for negative amounts) to the cent. Throws on NaN and infinities. */
export function money(value: Decimal.Value): Money {
  const amount = new Exact(value);
  if (!amount.isFinite()) throw new RangeError(`not an amount: ${String(value)}`);
  const rounded = amount.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  return (rounded.isZero() ? new Exact(0) : rounded).toFixed(2);
}

/** The exact sum; `'0.00'` for none. */
export function sumMoney(amounts: Iterable<Money>): Money {
  let total = new Exact(0);
  for (const amount of amounts) total = total.plus(amount);
  return money(total);
}

/** `a − b`, exact. */
export function subtractMoney(a: Money, b: Money): Money {
  return money(new Exact(a).minus(b));
}

/** `percent` per cent of the amount, rounded half up to the cent: `percentOf('1201.15', 15)` is `'180.17'`. */
export function percentOf(amount: Money, percent: Decimal.Value): Money {
  return money(new Exact(amount).times(percent).dividedBy(100));
}

/** −1, 0 or 1, as `a` is below, equal to or above `b`. */
export function compareMoney(a: Money, b: Money): number {
  return new Exact(a).comparedTo(b);
}

/** The JSON number of an answer: `'1201.15'` → `1201.15`. */
export function moneyToWire(amount: Money): number {
  return Number(amount);
}

/**
 * `parts` amounts that add up to the total exactly: each the total / parts rounded half up to the cent, the last one
 * takes the difference. Throws a RangeError when the total is so small that the last part would be negative.
 */
export function splitMoney(total: Money, parts: number): Money[] {
  const even = money(new Exact(total).dividedBy(parts));
  const last = new Exact(total).minus(new Exact(even).times(parts - 1));
  if (last.isNegative()) throw new RangeError(`${total} is too small for ${parts} parts`);
  return [...Array<Money>(parts - 1).fill(even), money(last)];
}
