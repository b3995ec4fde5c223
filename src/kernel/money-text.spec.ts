import { describe, expect, it } from '@jest/globals';
import { formatMoney, formatSum, withAmountsAs } from './money-text.js';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('an amount', () => {
  it.each([
    ['1201.15', '€1,201.15', '1.201,15 €'],
    ['0.05', '€0.05', '0,05 €'],
    ['-871.23', '-€871.23', '-871,23 €'],
    ['10000000.00', '€10,000,000.00', '10.000.000,00 €'],
    ['12345678901234567.89', '€12,345,678,901,234,567.89', '12.345.678.901.234.567,89 €'],
  ])('is written out, %s as %s and %s', (amount, english, italian) => {
    expect(plain(formatMoney(amount, 'en'))).toBe(english);
    expect(plain(formatMoney(amount, 'it'))).toBe(italian);
  });

  it.each([
    ['250000.00', '€250,000', '250.000 €'],
    ['1000.50', '€1,000.50', '1.000,50 €'],
    ['100.00', '€100', '100 €'],
  ])('as a sum has no idle cents, %s, %s and %s', (amount, english, italian) => {
    expect(plain(formatSum(amount, 'en'))).toBe(english);
    expect(plain(formatSum(amount, 'it'))).toBe(italian);
  });
});

describe('a text with amounts', () => {
  it.each([
    ['Massimale più alto: 750.000,00 EUR', 'Massimale più alto: €750,000', 'Massimale più alto: 750.000 €'],
    ['Lowest annual premium: 1,201.15 EUR.', 'Lowest annual premium: €1,201.15.', 'Lowest annual premium: 1.201,15 €.'],
    ['€ 1.201,5 a year', '€1,201.50 a year', '1.201,50 € a year'],
    ['EUR 90.50, 12 instalments of 7 euro', '€90.50, 12 instalments of €7', '90,50 €, 12 instalments of 7 €'],
    [
      '250.000\u00a0€ and 95.7% of claims, 80 out of 100',
      '€250,000 and 95.7% of claims, 80 out of 100',
      '250.000 € and 95.7% of claims, 80 out of 100',
    ],
  ])('has them all in one form: %s', (text, english, italian) => {
    expect(plain(withAmountsAs('en', text))).toBe(english);
    expect(plain(withAmountsAs('it', text))).toBe(italian);
    expect(withAmountsAs('it', withAmountsAs('it', text))).toBe(withAmountsAs('it', text));
  });
});
