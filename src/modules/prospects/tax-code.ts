import { type IsoDate } from '../../kernel/term.js';
import { withoutInvisible } from '../../kernel/text.js';
import { checkVatDigits, type CodeProblem } from './vat-number.js';

export interface TaxCodeCheck {
  /** Upper case, no blanks: the form to store. */
  tax_code: string;
  /** Empty when the code is right. */
  problems: CodeProblem[];
}

/** Month letters in the order of the months. */
const MONTHS = 'ABCDEHLMPRST';
/** Letters that replace the digits 0–9 where two people would share a code (omocodia). */
const OMOCODIA = 'LMNPQRSTUV';
/** Value of 0–9, then of A–Z, at the 1st, 3rd … 15th character. Table of the ministerial decree of 23 December 1976. */
const ODD_VALUES = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
const ODD_LETTER_VALUES = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];
/** In the order of the months; 29 February where the two digits of the year leave it open whether there was one. */
const MOST_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DIGIT = '[0-9LMNP-V]';

/** Parts by position (first included, last excluded, from 0); people are told positions from 1. */
const PARTS = [
  {
    code: 'tax_code_name',
    from: 0,
    to: 6,
    form: /^[A-Z]{6}$/,
    must: 'Characters 1–6 (surname and name) must be letters',
  },
  { code: 'tax_code_year', from: 6, to: 8, form: digits(2), must: 'Characters 7–8 (year of birth) must be digits' },
  {
    code: 'tax_code_month',
    from: 8,
    to: 9,
    form: new RegExp(`^[${MONTHS}]$`),
    must: `Character 9 (month of birth) must be one of ${MONTHS}`,
  },
  { code: 'tax_code_day', from: 9, to: 11, form: digits(2), must: 'Characters 10–11 (day of birth) must be digits' },
  {
    code: 'tax_code_place',
    from: 11,
    to: 15,
    form: new RegExp(`^[A-Z]${DIGIT}{3}$`),
    must: 'Characters 12–15 (place of birth) must be a letter and three digits',
  },
  { code: 'tax_code_check_letter', from: 15, to: 16, form: /^[A-Z]$/, must: 'Character 16 must be the check letter' },
] as const;

/**
 * Checks an Italian tax code: the form of each part, the check letter and the agreement with the birth date, reading
 * omocodia letters as the digits they stand for. Eleven digits are a legal entity's code, with a check digit alone.
 */
export function checkTaxCode(text: string, birthDate: IsoDate | null): TaxCodeCheck {
  const taxCode = withoutInvisible(text).normalize('NFKC').replace(/\s/g, '').toUpperCase();
  return { tax_code: taxCode, problems: problemsOf(taxCode, birthDate) };
}

function problemsOf(taxCode: string, birthDate: IsoDate | null): CodeProblem[] {
  if (/^(?!0+$)\d{11}$/.test(taxCode)) return checkVatDigits(taxCode, 'tax_code_check_digit');
  const { length } = [...taxCode];
  if (length !== 16) {
    const message = `A tax code has 16 characters, or 11 digits for a legal entity; this one has ${length}`;
    return [{ code: 'tax_code_length', message }];
  }
  const malformed = PARTS.filter(({ from, to, form }) => !form.test(taxCode.slice(from, to)));
  if (malformed.length > 0) {
    return malformed.map(({ code, from, to, must }) => {
      return { code, message: `${must}, not '${taxCode.slice(from, to)}'` };
    });
  }
  return [...birthProblems(taxCode, birthDate), ...checkLetterProblems(taxCode)];
}

function birthProblems(taxCode: string, birthDate: IsoDate | null): CodeProblem[] {
  const day = plainNumber(taxCode.slice(9, 11));
  const calendarDay = day > 40 ? day - 40 : day;
  if (calendarDay < 1 || calendarDay > 31) {
    const message = `Characters 10–11 (day of birth) must be 01–31, or 41–71 for a woman, not ${pad(day)}`;
    return [{ code: 'tax_code_day', message }];
  }
  const foundYear = plainNumber(taxCode.slice(6, 8));
  const foundMonth = taxCode.charAt(8);
  const lastDay = lastDayOf(foundYear, foundMonth);
  if (calendarDay > lastDay) {
    const message = `Characters 7–11 (birth date) are no day of the calendar: month ${foundMonth} of ${pad(foundYear)} has ${lastDay} days, not ${calendarDay}`;
    return [{ code: 'tax_code_day', message }];
  }
  if (birthDate === null) return [];
  const [year, month, dayOfMonth] = birthDate.split('-').map(Number) as [number, number, number];
  const problems: CodeProblem[] = [];
  const disagrees = (code: string, part: string, found: string, right: string) => {
    problems.push({ code, message: `${part} is ${found}, but the birth date ${birthDate} needs ${right}` });
  };
  if (foundYear !== year % 100) {
    disagrees('tax_code_year', 'Characters 7–8 (year of birth)', pad(foundYear), pad(year % 100));
  }
  const rightMonth = MONTHS.charAt(month - 1);
  if (foundMonth !== rightMonth) {
    disagrees('tax_code_month', 'Character 9 (month of birth)', foundMonth, rightMonth);
  }
  if (calendarDay !== dayOfMonth) {
    const right = `${pad(dayOfMonth)}, or ${pad(dayOfMonth + 40)} for a woman`;
    disagrees('tax_code_day', 'Characters 10–11 (day of birth)', pad(day), right);
  }
  return problems;
}

/** Of a year of either century: 1900 had no 29 February, but 2000 did. */
function lastDayOf(twoDigits: number, monthLetter: string): number {
  const month = MONTHS.indexOf(monthLetter);
  return month === 1 && twoDigits % 4 !== 0 ? 28 : MOST_DAYS[month]!;
}

function checkLetterProblems(taxCode: string): CodeProblem[] {
  const right = checkLetter(taxCode);
  const found = taxCode.charAt(15);
  if (found === right) return [];
  const message = `The check letter (character 16) is ${found}, but must be ${right}`;
  return [{ code: 'tax_code_check_letter', message }];
}

function checkLetter(taxCode: string): string {
  const sum = [...taxCode.slice(0, 15)].reduce((total, character, index) => {
    const isDigit = /\d/.test(character);
    const rank = isDigit ? Number(character) : character.charCodeAt(0) - 65;
    // Characters are counted from 1, so an even index is an odd place.
    const isOddPlace = index % 2 === 0;
    return total + (isOddPlace ? (isDigit ? ODD_VALUES : ODD_LETTER_VALUES)[rank]! : rank);
  }, 0);
  return String.fromCharCode(65 + (sum % 26));
}

function plainNumber(characters: string): number {
  return Number(characters.replace(/[A-Z]/g, (letter) => String(OMOCODIA.indexOf(letter))));
}

function digits(count: number): RegExp {
  return new RegExp(`^${DIGIT}{${count}}$`);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
