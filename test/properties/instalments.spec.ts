import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { paymentPlan } from '../../src/modules/policies/instalments.js';
import { RUNS } from '../support/property-runs.js';

/** Integer cents, so that the check shares nothing with the decimal arithmetic. */
const centsOf = (amount: string) => Number(amount.replace('.', ''));
const textOf = (cents: number) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

function amountsOf(premium: string): string[] {
  return paymentPlan(premium, '2026-11-24').map((instalment) => instalment.amount);
}

describe('the payment plan', () => {
  it.each([
    ['1201.15', '100.10', '100.05'],
    ['999.99', '83.33', '83.36'],
    ['777.77', '64.81', '64.86'],
    ['1.00', '0.08', '0.12'],
    ['1.02', '0.09', '0.03'],
    ['1200.00', '100.00', '100.00'],
    ['720.06', '60.01', '59.95'],
  ])('of %s asks eleven times for %s and then for %s', (premium, each, last) => {
    expect(amountsOf(premium)).toEqual([...Array<string>(11).fill(each), last]);
  });

  it('numbers the instalments from 1 and begins on the start', () => {
    const plan = paymentPlan('1201.15', '2026-08-31');
    expect(plan[0]).toEqual({ number: 1, due_date: '2026-08-31', amount: '100.10' });
    expect(plan[6]).toEqual({ number: 7, due_date: '2027-02-28', amount: '100.10' });
    expect(plan[11]).toEqual({ number: 12, due_date: '2027-07-31', amount: '100.05' });
  });

  it('adds up to any premium exactly, each instalment positive and a rounded twelfth but the last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 2_000_000_000 }), (premium) => {
        const cents = amountsOf(textOf(premium)).map(centsOf);
        expect(cents).toHaveLength(12);
        expect(cents.reduce((total, amount) => total + amount, 0)).toBe(premium);
        const twelfth = Math.floor((2 * premium + 12) / 24);
        expect(cents.slice(0, 11)).toEqual(Array<number>(11).fill(twelfth));
        expect(cents[11]).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });
});
