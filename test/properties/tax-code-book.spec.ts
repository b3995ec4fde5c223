import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { detailWarnings } from '../../src/modules/prospects/prospect-warnings.js';
import { checkTaxCode } from '../../src/modules/prospects/tax-code.js';

/**
 * 300 people with the codes that codice-fiscale-js 2.4.0 computes for them, a fifth of them in a form of omocodia. It was
 * given the names without their accents, which it would drop together with the vowel; @marketto/codice-fiscale-utils
 * 3.1.3, written by others, agrees on all letters and birth dates.
 */
const people = (
  JSON.parse(readFileSync(new URL('tax-codes.json', import.meta.url), 'utf8')) as [string, string, string, string][]
).map(([last_name, first_name, birth_date, tax_code]) => ({ last_name, first_name, birth_date, tax_code }));

const problemsOf = (taxCode: string, birthDate: string | null) => checkTaxCode(taxCode, birthDate).problems;
const warningsOf = (person: Partial<(typeof people)[number]> & { tax_code: string }) =>
  detailWarnings({
    type: 'individual',
    first_name: null,
    last_name: null,
    vat_number: null,
    ...person,
  });

describe('300 tax codes of another implementation', () => {
  it('are accepted, with and without the birth date, and agree with the names', () => {
    expect(new Set(people.map(({ tax_code }) => tax_code)).size).toBe(300);
    for (const person of people) {
      expect([person, problemsOf(person.tax_code, person.birth_date), problemsOf(person.tax_code, null)]).toEqual([
        person,
        [],
        [],
      ]);
      expect([person, warningsOf(person)]).toEqual([person, []]);
    }
  });

  it('are refused, 100 of them, with one character changed', () => {
    const mutants = people.slice(0, 100).map(({ tax_code }, index) => {
      const place = index % 16;
      const others = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter((character) => character !== tax_code[place]);
      return tax_code.slice(0, place) + others[(index * 7) % others.length]! + tax_code.slice(place + 1);
    });
    expect(mutants.filter((mutant) => problemsOf(mutant, null).length === 0)).toEqual([]);
  });

  it("are refused, 100 of them, with another's birth date", () => {
    const strangers = people
      .slice(0, 100)
      .map((person, index) => ({ ...person, birth_date: people[(index + 100) % 300]!.birth_date }));
    const different = strangers.filter(
      ({ birth_date }, index) => birth_date.slice(2) !== people[index]!.birth_date.slice(2),
    );
    expect(different.length).toBeGreaterThan(95);
    expect(different.filter(({ tax_code, birth_date }) => problemsOf(tax_code, birth_date).length === 0)).toEqual([]);
  });

  it("make one remark on each name that is another's", () => {
    for (const [index, person] of people.entries()) {
      const other = people[(index + 1) % 300]!;
      const codes = warningsOf({ ...person, first_name: other.first_name, last_name: other.last_name }).map(
        ({ code }) => code,
      );
      const expected = [
        ...(person.tax_code.slice(0, 3) === other.tax_code.slice(0, 3) ? [] : ['tax_code_last_name']),
        ...(person.tax_code.slice(3, 6) === other.tax_code.slice(3, 6) ? [] : ['tax_code_first_name']),
      ];
      expect([person, other, codes]).toEqual([person, other, expected]);
    }
  });
});
