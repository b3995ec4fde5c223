import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CancellationCause, type PaidTerm, settleCancellation } from '../../src/modules/policies/refund.js';
import { RUNS } from '../support/property-runs.js';

const DAY = 86_400_000;
const dayOf = (start: string, n: number) =>
  new Date(Date.parse(`${start}T00:00:00Z`) + (n - 1) * DAY).toISOString().slice(0, 10);
const textOf = (cents: bigint) => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;

/** Start of the term, its end, its days: a common one, one over a 29 February, one from it, one over both clock changes. */
const TERMS: [start: string, end: string, days: number][] = [
  ['2026-01-01', '2026-12-31', 365],
  ['2027-03-01', '2028-02-29', 366],
  ['2028-02-29', '2029-02-28', 366],
  ['2026-03-29', '2027-03-28', 365],
];

function cancelled(
  cents: bigint,
  [start, end, days]: (typeof TERMS)[number],
  day: number,
  paid: bigint,
  cause: CancellationCause = 'requested',
) {
  const current: PaidTerm = { term: 2, start, end, annual_premium: textOf(cents), paid: textOf(paid) };
  const effective_date = dayOf(start, day);
  expect(dayOf(start, days)).toBe(end);
  return settleCancellation({
    cause,
    ended: [],
    current,
    renewed: null,
    signed_on: start,
    cooling_off_days: 14,
    today: effective_date,
    effective_date,
  });
}

describe.each(TERMS)('a term from %s to %s', (...term) => {
  const [, , days] = term;

  it('refunds on every day its unused days, half up', () => {
    for (let day = 1; day <= days; day += 1) {
      const {
        terms: [one],
        refund,
        effective_date,
      } = cancelled(120_000n, term, day, 0n);
      const expected = (2n * 120_000n * BigInt(days - day) + BigInt(days)) / (2n * BigInt(days));
      expect([day, effective_date, one!.unused_days, refund]).toEqual([
        day,
        dayOf(term[0], day),
        days - day,
        textOf(expected),
      ]);
    }
  });

  it('gives less for each day longer, nothing after the last, and never more than was paid', () => {
    let before = 10n ** 12n;
    for (let day = 1; day <= days; day += 1) {
      const { refund, paid_back } = cancelled(57_013n, term, day, 20_000n);
      const cents = BigInt(refund.replace('.', ''));
      expect(cents < before).toBe(true);
      expect(BigInt(paid_back.replace('.', '')) <= 20_000n).toBe(true);
      before = cents;
    }
    expect(before).toBe(0n);
  });
});

it('refund and earned make up any premium on any day', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 100n, max: 10n ** 11n }),
      fc.constantFrom(...TERMS),
      fc.integer({ min: 1, max: 365 }),
      fc.bigInt({ min: 0n, max: 10n ** 11n }),
      (cents, term, day, paid) => {
        const {
          terms: [one],
          paid_back,
        } = cancelled(cents, term, day, paid);
        const earned = BigInt(one!.earned.replace('.', ''));
        expect(BigInt(one!.refund.replace('.', '')) + earned).toBe(cents);
        expect(BigInt(paid_back.replace('.', ''))).toBe(paid > earned ? paid - earned : 0n);
        expect(one!.kept).toBe(one!.earned);
        const {
          terms: [lapsed],
        } = cancelled(cents, term, day, paid, 'unpaid');
        expect(lapsed).toEqual({ ...one, kept: textOf(paid < earned ? paid : earned) });
      },
    ),
    RUNS,
  );
});
