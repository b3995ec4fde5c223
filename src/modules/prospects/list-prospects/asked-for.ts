import { toE164 } from '../phone.js';
import { checkTaxCode } from '../tax-code.js';
import { checkVatNumber } from '../vat-number.js';

const SHORTEST_CODE = 3;

/** What a search may mean: the words themselves, or, as creating takes them, one phone number or code, or a part of one. */
export function askedFor(text: string): string[] {
  if (!/\p{N}/u.test(text)) return [text];
  const codes = [
    checkTaxCode(text, null).tax_code,
    checkVatNumber(text).vat_number,
    text.replace(/^\s*00/, ''),
    phone(text) ?? '',
  ]
    .map((code) => code.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase())
    .filter((code) => code.length >= SHORTEST_CODE);
  // What has another within it finds nothing that the other does not.
  return [
    ...new Set([text, ...codes.filter((code) => !codes.some((other) => other !== code && code.includes(other)))]),
  ];
}

function phone(text: string): string | undefined {
  try {
    return toE164(text);
  } catch {
    return undefined;
  }
}
