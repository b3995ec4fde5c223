import { describe, expect, it } from '@jest/globals';
import { formatDate, formatFactor, oneLine } from './format.js';

describe('dates', () => {
  it.each([
    ['2026-11-24', '24 November 2026', '24 novembre 2026'],
    ['2028-02-29', '29 February 2028', '29 febbraio 2028'],
    ['2027-01-01', '1 January 2027', '1° gennaio 2027'],
  ])('writes %s as %s and %s', (date, english, italian) => {
    expect(formatDate(date, 'en')).toBe(english);
    expect(formatDate(date, 'it')).toBe(italian);
  });
});

it('writes a factor with two to four decimals', () => {
  expect(formatFactor('1.5', 'en')).toBe('× 1.50');
  expect(formatFactor('1.0882', 'it')).toBe('× 1,0882');
});

it('keeps a value on one line and in its direction', () => {
  expect(oneLine(' Anna\r\n\tRossi\u2028\u202e!\u0000')).toBe('Anna Rossi !');
});
