import { describe, expect, it } from '@jest/globals';
import { formatDate, formatFactor, formatMoney, formatSum, oneLine } from './format.js';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('money', () => {
  it.each([
    ['1201.15', '€1,201.15', '1.201,15 €'],
    ['0.05', '€0.05', '0,05 €'],
    ['-871.23', '-€871.23', '-871,23 €'],
    ['10000000.00', '€10,000,000.00', '10.000.000,00 €'],
    ['12345678901234567.89', '€12,345,678,901,234,567.89', '12.345.678.901.234.567,89 €'],
  ])('writes %s as %s and %s', (amount, english, italian) => {
    expect(plain(formatMoney(amount, 'en'))).toBe(english);
    expect(plain(formatMoney(amount, 'it'))).toBe(italian);
  });

  it.each([
    ['250000.00', '€250,000', '250.000 €'],
    ['1000.50', '€1,000.50', '1.000,50 €'],
    ['100.00', '€100', '100 €'],
  ])('writes the sum %s without idle cents, %s and %s', (amount, english, italian) => {
    expect(plain(formatSum(amount, 'en'))).toBe(english);
    expect(plain(formatSum(amount, 'it'))).toBe(italian);
  });
});

describe('dates', () => {
  it.each([
    ['2026-11-24', '24 November 2026', '24 novembre 2026'],
    ['2028-02-29', '29 February 2028', '29 febbraio 2028'],
    ['2027-01-01', '1 January 2027', '1 gennaio 2027'],
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
