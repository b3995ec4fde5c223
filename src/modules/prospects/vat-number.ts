import { withoutInvisible } from '../../kernel/text.js';

/** One thing wrong with a code, and what it should be. */
export interface CodeProblem {
  code: string;
  message: string;
}

const CENTRAL_OFFICES = ['120', '121', '888', '999'];

export interface VatNumberCheck {
  /** Eleven digits without the country prefix: the form to store. */
  vat_number: string;
  /** Empty when the number is right. */
  problems: CodeProblem[];
}

/** Checks an Italian VAT number (partita IVA): eleven digits, the last one a check digit; a leading `IT` is dropped. */
export function checkVatNumber(text: string): VatNumberCheck {
  const vatNumber = withoutInvisible(text).normalize('NFKC').replace(/\s/g, '').toUpperCase().replace(/^IT/, '');
  if (!/^\d{11}$/.test(vatNumber) || /^0+$/.test(vatNumber)) {
    const message = `An Italian VAT number has 11 digits, with or without IT before them; '${text.trim()}' has not`;
    return { vat_number: vatNumber, problems: [{ code: 'vat_number_form', message }] };
  }
  return { vat_number: vatNumber, problems: checkVatDigits(vatNumber, 'vat_number_check_digit') };
}

/**
 * The office that gave out a number (its 8th to 10th digit) where none has that code: 001–100 are those of the provinces,
 * 120, 121, 888 and 999 central ones. Offices come and go, so it is told, and nobody is turned away for it.
 */
export function unknownOffice(elevenDigits: string): string | undefined {
  const office = elevenDigits.slice(7, 10);
  return (office >= '001' && office <= '100') || CENTRAL_OFFICES.includes(office) ? undefined : office;
}

/** The check digit of eleven digits by the Luhn rule, as the tax authority assigns it to companies. */
export function checkVatDigits(elevenDigits: string, code: string): CodeProblem[] {
  const sum = [...elevenDigits.slice(0, 10)].map(Number).reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  const right = String((10 - (sum % 10)) % 10);
  const found = elevenDigits.charAt(10);
  return found === right ? [] : [{ code, message: `The check digit (the last one) is ${found}, but must be ${right}` }];
}
