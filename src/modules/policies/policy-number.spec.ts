import { describe, expect, it } from '@jest/globals';
import { policyNumber } from './policy-number.js';

describe('policyNumber', () => {
  it('has the year of issue and six digits', () => {
    expect(policyNumber(2026, 1)).toBe('INS-2026-000001');
    expect(policyNumber(2027, 999_999)).toBe('INS-2027-999999');
  });

  it.each([0, -1, 1.5, 1_000_000, Number.NaN])('refuses %s as a place in the series', (sequence) => {
    expect(() => policyNumber(2026, sequence)).toThrow(RangeError);
  });
});
