import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkTaxCode } from '../../src/modules/prospects/tax-code.js';
import { RUNS } from '../support/property-runs.js';

const problemsOf = (text: string, birthDate: string | null = null) => checkTaxCode(text, birthDate).problems;
const codesOf = (text: string, birthDate: string | null = null) => problemsOf(text, birthDate).map(({ code }) => code);

/** The decree's table as pairs, typed apart from the code that it checks. */
const ODD = new Map(
  `
  0:1 1:0 2:5 3:7 4:9 5:13 6:15 7:17 8:19 9:21 A:1 B:0 C:5 D:7 E:9 F:13 G:15 H:17 I:19 J:21 K:2 L:4 M:18
  N:20 O:11 P:3 Q:6 R:8 S:12 T:14 U:16 V:10 W:22 X:25 Y:24 Z:23
`
    .trim()
    .split(/\s+/)
    .map((pair) => [pair.charAt(0), Number(pair.slice(2))]),
);
const EVEN = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

function withCheckLetter(fifteen: string): string {
  let sum = 0;
  for (const [index, character] of [...fifteen].entries()) {
    const even = EVEN.includes(character) ? EVEN.indexOf(character) : LETTERS.indexOf(character);
    sum += (index + 1) % 2 === 1 ? ODD.get(character)! : even;
  }
  return fifteen + LETTERS.charAt(sum % 26);
}

describe('a tax code is right', () => {
  it.each([
    ['RSSMRA85T10A562S', '1985-12-10'],
    ['MRTMTT25D09F205Z', '1925-04-09'],
    ['RSSMRA80A01H501U', '1980-01-01'],
    ['MRTMTT91D08F205J', '1991-04-08'],
    ['RSSMRC85C15H501T', '1985-03-15'],
  ])('%s, born on %s', (taxCode, birthDate) => {
    expect(problemsOf(taxCode, birthDate)).toEqual([]);
    expect(problemsOf(taxCode)).toEqual([]);
  });

  it('for a woman, whose day has 40 added', () => {
    expect(problemsOf('RSSMRA70A41F205Z', '1970-01-01')).toEqual([]);
  });

  it('of either century, since the year has two digits', () => {
    expect(problemsOf('MRTMTT25D09F205Z', '2025-04-09')).toEqual([]);
  });

  it('in lower case and with blanks, and is stored without', () => {
    expect(checkTaxCode(' rss mra 85t10 a562s ', '1985-12-10')).toEqual({ tax_code: 'RSSMRA85T10A562S', problems: [] });
  });

  it('with omocodia letters, which stand for digits', () => {
    expect(problemsOf('RSSMRA85T10A56NH', '1985-12-10')).toEqual([]);
    expect(problemsOf('RSSMRAURTMLARSNL', '1985-12-10')).toEqual([]);
    expect(problemsOf('RSSMRAURTMLARSNL', '1986-12-10')).toContainEqual({
      code: 'tax_code_year',
      message: 'Characters 7–8 (year of birth) is 85, but the birth date 1986-12-10 needs 86',
    });
  });

  it('of a legal entity: eleven digits with their check digit', () => {
    expect(problemsOf('00743110157')).toEqual([]);
    expect(problemsOf('00743110158')).toEqual([
      { code: 'tax_code_check_digit', message: 'The check digit (the last one) is 8, but must be 7' },
    ]);
  });
});

describe('a wrong tax code is told what is wrong', () => {
  it('names the wrong check letter and the right one', () => {
    expect(problemsOf('RSSMRA85T10A562T', '1985-12-10')).toEqual([
      { code: 'tax_code_check_letter', message: 'The check letter (character 16) is T, but must be S' },
    ]);
  });

  it.each([
    ['R5SMRA85T10A562S', 'tax_code_name', "'R5SMRA'"],
    ['RSSMRA8WT10A562S', 'tax_code_year', "'8W'"],
    ['RSSMRA85F10A562S', 'tax_code_month', "'F'"],
    ['RSSMRA85TA0A562S', 'tax_code_day', "'A0'"],
    ['RSSMRA85T107562S', 'tax_code_place', "'7562'"],
    ['RSSMRA85T10A5625', 'tax_code_check_letter', "'5'"],
  ])('%s has a malformed part: %s', (taxCode, code, found) => {
    const [problem, ...others] = problemsOf(taxCode, '1985-12-10');
    expect(problem).toMatchObject({ code, message: expect.stringContaining(found) });
    expect(others).toEqual([]);
  });

  it('names every malformed part', () => {
    expect(codesOf('1SSMRA8ZF10A562S')).toEqual(['tax_code_name', 'tax_code_year', 'tax_code_month']);
  });

  it.each(['', 'RSSMRA85T10A562', 'RSSMRA85T10A562SS', '0074311015', '00000000000'])(
    '%j has the wrong length',
    (text) => {
      expect(codesOf(text)).toEqual(['tax_code_length']);
    },
  );

  it.each(['00', '32', '40', '72', '99'])('has no day %s', (day) => {
    expect(codesOf(withCheckLetter(`RSSMRA85T${day}A562`))).toEqual(['tax_code_day']);
  });

  it.each([
    ['RSSMRA85B30H501C', 28],
    ['RSSMRA85B29H501', 28],
    ['RSSMRA85B70H501', 28],
    ['RSSMRA84B30H501', 29],
    ['RSSMRA85D31H501', 30],
    ['RSSMRA85H31H501', 30],
    ['RSSMRA85P71H501', 30],
    ['RSSMRA85S31H501', 30],
    ['RSSMRAURBPLH501', 28],
  ])('has no such day in that month, whether a birth date is given or not: %s', (code, days) => {
    const taxCode = withCheckLetter(code.slice(0, 15));
    const problem = {
      code: 'tax_code_day',
      message: expect.stringMatching(new RegExp(`month \\w of \\d\\d has ${days} days`)),
    };
    expect(problemsOf(taxCode)).toEqual([problem]);
    expect(problemsOf(taxCode, '1985-02-28')).toContainEqual(problem);
  });

  it('may have 29 February where either century had one', () => {
    for (const year of ['84', '00', '04', '96'])
      expect(problemsOf(withCheckLetter(`RSSMRA${year}B29H501`))).toEqual([]);
    expect(problemsOf(withCheckLetter('RSSMRA00B29H501'), '2000-02-29')).toEqual([]);
  });

  it.each([
    ['1986-12-10', 'tax_code_year', 'is 85, but the birth date 1986-12-10 needs 86'],
    ['1985-11-10', 'tax_code_month', 'is T, but the birth date 1985-11-10 needs S'],
    ['1985-12-11', 'tax_code_day', 'is 10, but the birth date 1985-12-11 needs 11, or 51 for a woman'],
  ])('disagrees with the birth date %s in its %s', (birthDate, code, text) => {
    expect(problemsOf('RSSMRA85T10A562S', birthDate)).toEqual([{ code, message: expect.stringContaining(text) }]);
  });

  it('names a wrong birth date and a wrong check letter together', () => {
    expect(codesOf('RSSMRA85T10A562T', '1986-11-11')).toEqual([
      'tax_code_year',
      'tax_code_month',
      'tax_code_day',
      'tax_code_check_letter',
    ]);
  });

  it('whatever the text is, without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const { problems } = checkTaxCode(text, '1985-12-10');
        expect(problems.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('any birth date', () => {
  const MONTH = 'ABCDEHLMPRST';
  const OMOCODIA = 'LMNPQRSTUV';
  const anyCode = fc.record({
    name: fc.stringMatching(/^[A-Z]{6}$/),
    place: fc.stringMatching(/^[A-MZ][0-9]{3}$/),
    woman: fc.boolean(),
    day: fc.integer({ min: 1, max: 28 }),
    month: fc.integer({ min: 1, max: 12 }),
    year: fc.integer({ min: 1920, max: 2026 }),
    replaced: fc.subarray([6, 7, 9, 10, 12, 13, 14]),
  });

  it('agrees with the code made of it, in each of the 128 omocodia forms, and with no other check letter', () => {
    const two = (value: number) => String(value).padStart(2, '0');
    const anyShift = fc.integer({ min: 1, max: 25 });
    fc.assert(
      fc.property(anyCode, anyShift, ({ name, place, woman, replaced, ...born }, shift) => {
        const day = two(born.day + (woman ? 40 : 0));
        const characters = [...(name + two(born.year % 100) + MONTH.charAt(born.month - 1) + day + place)];
        for (const position of replaced) characters[position] = OMOCODIA.charAt(Number(characters[position]));
        const right = withCheckLetter(characters.join(''));
        const birthDate = `${born.year}-${two(born.month)}-${two(born.day)}`;
        expect(problemsOf(right, birthDate)).toEqual([]);
        const wrong = right.slice(0, 15) + LETTERS.charAt((LETTERS.indexOf(right.charAt(15)) + shift) % 26);
        expect(problemsOf(wrong, birthDate)).toEqual([
          {
            code: 'tax_code_check_letter',
            message: `The check letter (character 16) is ${wrong.charAt(15)}, but must be ${right.charAt(15)}`,
          },
        ]);
      }),
      RUNS,
    );
  });
});
