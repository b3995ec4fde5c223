import { describe, expect, it } from '@jest/globals';
import { csvLine } from './csv.js';

describe('a line of a CSV file', () => {
  it('keeps numbers as they are, below zero too', () => {
    expect(csvLine([12, '-180.17', '5', null, '0.00'])).toBe('12,-180.17,5,,0.00\r\n');
  });

  it.each([
    ['=1+1', `"'=1+1"`],
    ['+39333', `"'+39333"`],
    ['-1+1', `"'-1+1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['  =cmd|"/c calc"!A1', `"'  =cmd|""/c calc""!A1"`],
    ['\t=1', `"'\t=1"`],
    ['|calc', `"'|calc"`],
  ])('makes the formula %j text', (cell, written) => {
    expect(csvLine([cell])).toBe(`${written}\r\n`);
  });

  it.each([
    ['Rossi, Marco', '"Rossi, Marco"'],
    ['says "no"', '"says ""no"""'],
    ['two\nlines', '"two\nlines"'],
    ['broker1', 'broker1'],
  ])('writes %j as %s', (cell, written) => {
    expect(csvLine([cell])).toBe(`${written}\r\n`);
  });
});
