import { describe, expect, it } from '@jest/globals';
import { compareMoney, money, moneyToWire, percentOf, splitMoney, subtractMoney, sumMoney } from './money.js';

describe('money', () => {
  it.each([
    ['0.005', '0.01'],
    ['0.0049999999999999999999', '0.00'],
    ['1.005', '1.01'],
    ['2.675', '2.68'],
    ['-0.005', '-0.01'],
    ['-0.001', '0.00'],
    ['-0', '0.00'],
    ['871.2328767', '871.23'],
    ['7', '7.00'],
    ['99999999999999999999.995', '100000000000000000000.00'],
  ])('rounds %s half up to %s', (value, rounded) => {
    expect(money(value)).toBe(rounded);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 'NaN', '-Infinity'])('refuses %s', (value) => {
    expect(() => money(value)).toThrow(RangeError);
  });
});

describe('sums', () => {
  it('are exact where floats are not', () => {
    expect(sumMoney(['0.10', '0.20'])).toBe('0.30');
    expect(sumMoney(Array<string>(1_000).fill('0.01'))).toBe('10.00');
    expect(sumMoney([])).toBe('0.00');
    expect(subtractMoney('0.30', '0.10')).toBe('0.20');
    expect(subtractMoney('1.00', '1.01')).toBe('-0.01');
  });
});

describe('percentOf', () => {
  it('rounds half up to the cent', () => {
    expect(percentOf('1201.15', 15)).toBe('180.17');
    expect(percentOf('1201.15', '5')).toBe('60.06');
    expect(percentOf('0.10', '5')).toBe('0.01');
    expect(percentOf('0.09', '5')).toBe('0.00');
  });
});

describe('compareMoney', () => {
  it('compares by amount, not by text', () => {
    expect(compareMoney('9.00', '10.00')).toBe(-1);
    expect(compareMoney('10.00', '9.00')).toBe(1);
    expect(compareMoney('10.00', '10')).toBe(0);
  });
});

describe('moneyToWire', () => {
  it('makes a number', () => {
    expect(moneyToWire('1201.15')).toBe(1201.15);
  });
});

describe('splitMoney', () => {
  it('gives the difference to the last part', () => {
    expect(splitMoney('100.00', 3)).toEqual(['33.33', '33.33', '33.34']);
    expect(splitMoney('200.00', 3)).toEqual(['66.67', '66.67', '66.66']);
    expect(splitMoney('0.05', 1)).toEqual(['0.05']);
    expect(splitMoney('0.00', 2)).toEqual(['0.00', '0.00']);
  });

  it('refuses a total too small for so many parts', () => {
    expect(() => splitMoney('0.07', 12)).toThrow(RangeError);
  });
});
