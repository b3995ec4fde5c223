import { describe, expect, it } from '@jest/globals';
import { detailWarnings } from './prospect-warnings.js';
import { firstNameLetters, surnameLetters } from './tax-code-names.js';

const MARIO = {
  type: 'individual',
  first_name: 'Mario',
  last_name: 'Rossi',
  tax_code: 'RSSMRA85T10A562S',
  vat_number: null,
} as const;

describe('the letters of a tax code', () => {
  it.each([
    ['Rossi', 'RSS'],
    ['Fo', 'FOX'],
    ['Aia', 'AIA'],
    ['Io', 'IOX'],
    ['De Luca', 'DLC'],
    ["D'Angelo", 'DNG'],
    ['D’Angelo', 'DNG'],
    ['Lo\u00a0Giudice', 'LGD'],
    ['Nicolò', 'NCL'],
    ['Tedesco-Verdi', 'TDS'],
    ['Ng', 'NGX'],
    ['ROSSI', 'RSS'],
    ['Çelik', 'CLK'],
    ['Łukasz', 'LKS'],
  ])('of the surname %s are %s', (surname, letters) => expect(surnameLetters(surname)).toEqual([letters]));

  it.each([
    ['Mario', 'MRA'],
    ['Gianfranco', 'GFR'],
    ['Luca', 'LCU'],
    ['Alessandra', 'LSN'],
    ['Anna', 'NNA'],
    ['Ugo', 'GUO'],
    ['Al', 'LAX'],
    ['Maria Teresa', 'MTR'],
    ['Nicolò', 'NCL'],
    ['Zoe', 'ZOE'],
    ['Roberta', 'RRT'],
  ])('of the first name %s are %s', (name, letters) => expect(firstNameLetters(name)).toEqual([letters]));

  it.each([
    ['Müller', ['MLL']],
    ['Öz', ['ZOX', 'ZOE']],
    ['Strauß', ['STR']],
    ['Bø', ['BOX', 'BOE']],
    ['Wang 王', []],
    ['Иванов', []],
    ['', []],
  ])('of %s may be any of %j', (surname, letters) => expect(surnameLetters(surname)).toEqual(letters));
});

describe('warnings', () => {
  it('are none where code and names agree, or where there is no code', () => {
    expect(detailWarnings(MARIO)).toEqual([]);
    expect(detailWarnings({ ...MARIO, tax_code: null })).toEqual([]);
  });

  it('name what the names would give', () => {
    expect(detailWarnings({ ...MARIO, first_name: 'Maria Teresa', last_name: 'Verdi' })).toEqual([
      {
        field: 'tax_code',
        code: 'tax_code_last_name',
        message: 'Characters 1–3 (surname) of the tax code are RSS, but last_name gives VRD',
      },
      {
        field: 'tax_code',
        code: 'tax_code_first_name',
        message: 'Characters 4–6 (first name) of the tax code are MRA, but first_name gives MTR',
      },
    ]);
  });

  it("compare no name of a business, whose code may be its owner's, and none in letters that a code does not know", () => {
    expect(detailWarnings({ ...MARIO, type: 'business', last_name: 'Verdi' })).toEqual([]);
    expect(detailWarnings({ ...MARIO, type: 'business', tax_code: '00743110157' })).toEqual([]);
    expect(detailWarnings({ ...MARIO, first_name: '小明', last_name: '王' })).toEqual([]);
  });

  it.each(['001', '010', '100', '120', '121', '888', '999'])('know the office %s', (office) => {
    expect(detailWarnings({ ...MARIO, vat_number: `0000010${office}0` })).toEqual([]);
  });

  it.each(['000', '101', '119', '122', '890', '998'])('name the office %s, which nobody knows', (office) => {
    expect(detailWarnings({ ...MARIO, vat_number: `0000010${office}0` })).toEqual([
      { field: 'vat_number', code: 'vat_number_office', message: expect.stringContaining(`are ${office}, which`) },
    ]);
  });
});
