import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { settleCancellation, type CancellationRequest, type PaidTerm } from './refund.js';
import { RUNS } from '../../../test/support/property-runs.js';

function aTerm(changes: Partial<PaidTerm> = {}): PaidTerm {
  return { term: 1, start: '2026-01-01', end: '2026-12-31', annual_premium: '1200.00', paid: '0.00', ...changes };
}

function aCancellation(changes: Partial<CancellationRequest> = {}): CancellationRequest {
  return {
    cause: 'requested',
    ended: [],
    current: aTerm(),
    renewed: null,
    signed_on: '2026-01-01',
    cooling_off_days: 14,
    effective_date: '2026-04-10',
    today: '2026-04-10',
    ...changes,
  };
}

describe('within the cooling-off days', () => {
  it.each([
    [14, '2026-01-15'],
    [30, '2026-01-31'],
  ])('of %i the last one, %s, counts', (cooling_off_days, lastDay) => {
    const settlement = settleCancellation(
      aCancellation({
        cooling_off_days,
        today: lastDay,
        effective_date: lastDay,
        current: aTerm({ paid: '100.00' }),
      }),
    );
    expect(settlement).toEqual({
      rule: 'cooling_off',
      cooling_off_until: lastDay,
      effective_date: null,
      refund: '1200.00',
      paid_back: '100.00',
      terms: [
        {
          term: 1,
          annual_premium: '1200.00',
          days_in_term: 365,
          unused_days: 365,
          refund: '1200.00',
          earned: '0.00',
          kept: '0.00',
        },
      ],
    });
  });

  it('is over the day after', () => {
    const settlement = settleCancellation(aCancellation({ today: '2026-01-16', effective_date: '2026-01-16' }));
    expect(settlement).toMatchObject({
      rule: 'pro_rata',
      cooling_off_until: '2026-01-15',
      effective_date: '2026-01-16',
    });
  });

  it('ignores a later effective date', () => {
    const settlement = settleCancellation(aCancellation({ today: '2026-01-03', effective_date: '2031-01-01' }));
    expect(settlement).toMatchObject({ rule: 'cooling_off', refund: '1200.00' });
  });

  it.each([
    ['in a term that runs', '2026-01-01'],
    ['before the start of a term still to come', '2026-01-10'],
  ])('refuses a day before today %s', (_, start) => {
    const current = aTerm({ start, end: '2026-12-31' });
    expect(settleCancellation(aCancellation({ current, today: '2026-01-03', effective_date: '2026-01-03' })).rule).toBe(
      'cooling_off',
    );
    expect(() =>
      settleCancellation(aCancellation({ current, today: '2026-01-03', effective_date: '2026-01-02' })),
    ).toThrow(
      expect.objectContaining({
        code: 'validation_failed',
        errors: [expect.objectContaining({ field: 'effective_date' })],
      }),
    );
  });

  it('counts from the signing day, not from the start', () => {
    const ahead = aTerm({ start: '2026-03-01', end: '2027-02-28' });
    const request = { current: ahead, effective_date: '2026-03-01' };
    expect(settleCancellation(aCancellation({ ...request, today: '2026-01-15' })).rule).toBe('cooling_off');
    expect(settleCancellation(aCancellation({ ...request, today: '2026-01-16' })).rule).toBe('pro_rata');
  });

  it('does not exist in a later term', () => {
    const today = '2026-01-02';
    const settlement = settleCancellation(aCancellation({ current: aTerm({ term: 2 }), today, effective_date: today }));
    expect(settlement).toMatchObject({ rule: 'pro_rata', cooling_off_until: null });
  });
});

describe('after them', () => {
  it('1,200.00 over 365 days, cancelled on day 100, gives 871.23 back', () => {
    const settlement = settleCancellation(aCancellation({ current: aTerm({ paid: '400.00' }) }));
    expect(settlement.terms).toEqual([
      {
        term: 1,
        annual_premium: '1200.00',
        days_in_term: 365,
        unused_days: 265,
        refund: '871.23',
        earned: '328.77',
        kept: '328.77',
      },
    ]);
    expect(settlement).toMatchObject({ refund: '871.23', paid_back: '71.23' });
  });

  it('gives nothing back on the last day, and nothing to who has paid less than is earned', () => {
    const settlement = settleCancellation(
      aCancellation({
        effective_date: '2026-12-31',
        current: aTerm({ paid: '300.00' }),
      }),
    );
    expect(settlement).toMatchObject({ refund: '0.00', paid_back: '0.00' });
  });

  it('counts the 366 days of a term with a leap day', () => {
    const current = aTerm({ start: '2027-03-01', end: '2028-02-29' });
    const firstDay = '2027-03-01';
    const settlement = settleCancellation(aCancellation({ current, today: firstDay, effective_date: firstDay }));
    expect(settlement.terms[0]).toMatchObject({ days_in_term: 366, unused_days: 365, refund: '1196.72' });
  });

  it.each([
    ['before today', '2026-04-09', '2026-04-10'],
    ['after the term', '2027-01-01', '2026-04-10'],
    ['before the start of a term still to come', '2025-12-31', '2025-12-20'],
  ])('refuses an effective date %s', (_, effective_date, today) => {
    const request = aCancellation({ signed_on: '2025-12-01', effective_date, today });
    expect(() => settleCancellation(request)).toThrow(
      expect.objectContaining({
        code: 'validation_failed',
        errors: [expect.objectContaining({ field: 'effective_date' })],
      }),
    );
  });

  it('refunds a renewed term that has not begun whole beside the running one', () => {
    const settlement = settleCancellation(
      aCancellation({
        today: '2026-12-20',
        effective_date: '2026-12-21',
        current: aTerm({ paid: '1200.00' }),
        renewed: aTerm({ term: 2, start: '2027-01-01', end: '2027-12-31', annual_premium: '1250.00', paid: '104.17' }),
      }),
    );
    expect(settlement.terms[1]).toEqual({
      term: 2,
      annual_premium: '1250.00',
      days_in_term: 365,
      unused_days: 365,
      refund: '1250.00',
      earned: '0.00',
      kept: '0.00',
    });
    // Ten of 365 days: 32.88 of the running term.
    expect(settlement).toMatchObject({ refund: '1282.88', paid_back: '137.05' });
  });

  it('splits any premium into refund and earned, the refund rounded half up once', () => {
    const anyCase = fc.record({
      cents: fc.integer({ min: 100, max: 1_000_000_000 }),
      day: fc.integer({ min: 105, max: 365 }),
      paid: fc.integer({ min: 0, max: 1_000_000_000 }),
    });
    const textOf = (cents: number) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
    fc.assert(
      fc.property(anyCase, ({ cents, day, paid }) => {
        const effective_date = new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10);
        const current = aTerm({ annual_premium: textOf(cents), paid: textOf(paid) });
        const {
          terms: [term],
          paid_back,
        } = settleCancellation(aCancellation({ current, effective_date }));
        const refund = Number((2n * BigInt(cents) * BigInt(365 - day) + 365n) / 730n);
        expect(term).toMatchObject({ refund: textOf(refund), earned: textOf(cents - refund) });
        expect(paid_back).toBe(textOf(Math.max(0, paid - (cents - refund))));
      }),
      RUNS,
    );
  });
});

describe('for non-payment', () => {
  const lapsed = (changes: Partial<CancellationRequest>) =>
    settleCancellation(aCancellation({ cause: 'unpaid', cooling_off_days: null, ...changes }));

  it.each([
    ['nothing', '0.00', '0.00'],
    ['a part', '100.00', '100.00'],
    ['all that is earned', '328.77', '328.77'],
    ['more', '400.00', '328.77'],
  ])('keeps what was paid of the earned premium: %s', (_, paid, kept) => {
    expect(lapsed({ current: aTerm({ paid }) }).terms).toEqual([
      {
        term: 1,
        annual_premium: '1200.00',
        days_in_term: 365,
        unused_days: 265,
        refund: '871.23',
        earned: '328.77',
        kept,
      },
    ]);
  });

  it('lists an ended term that was not paid whole, and sets its debt off against what would be paid back', () => {
    const current = aTerm({ term: 3, start: '2028-01-01', end: '2028-12-31', paid: '1200.00' });
    const paidWhole = aTerm({ paid: '1200.00' });
    const owing = aTerm({ term: 2, start: '2027-01-01', end: '2027-12-31', paid: '1100.00' });
    const today = '2028-02-29';
    const { terms, refund, paid_back } = lapsed({ ended: [paidWhole, owing], current, today, effective_date: today });
    expect(terms[0]).toEqual({
      term: 2,
      annual_premium: '1200.00',
      days_in_term: 365,
      unused_days: 0,
      refund: '0.00',
      earned: '1200.00',
      kept: '1100.00',
    });
    expect(terms.map(({ term }) => term)).toEqual([2, 3]);
    // 60 of 366 days: 1003.28 are no longer owed; 100.00 of the year before still were.
    expect({ refund, paid_back }).toEqual({ refund: '1003.28', paid_back: '903.28' });
    expect(
      settleCancellation(aCancellation({ ended: [owing], current, today, effective_date: today })).terms,
    ).toHaveLength(1);
  });
});
