import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catalogue2026_1 } from '../../migrations/data/catalogue-2026-1.js';
import { explain } from '../../src/modules/commissions/explain-commission/explanation.js';
import { type CommissionState } from '../../src/modules/commissions/commission.table.js';
import { clawBackUnearned, commissionRows } from '../../src/modules/commissions/commission-rows.js';
import { subtractMoney } from '../../src/kernel/money.js';
import { ratePremium } from '../../src/modules/eligibility/premium.js';
import { cents, workOut } from '../support/explanation.js';
import { RUNS } from '../support/property-runs.js';

const rates = catalogue2026_1.commission_rates;
const textOf = (amount: number) => `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;

function aRow(changes: Partial<CommissionState>): CommissionState {
  return {
    id: 1,
    version: 1,
    policy_id: 4,
    policy_number: 'INS-2026-000001',
    prospect_id: 9,
    term: 1,
    commission_type: 'initial',
    beneficiary_id: 5,
    beneficiary_role: 'broker',
    base_amount: '2000.00',
    percentage: '15',
    amount: '300.00',
    period_year: 2026,
    period_month: 11,
    corrects_id: null,
    status: 'pending',
    approved_by: null,
    approved_at: null,
    payout_id: null,
    paid_at: null,
    rejected_reason: null,
    created_at: '2026-11-24T09:00:00.000Z',
    ...changes,
  };
}

describe('the explanation of a commission', () => {
  it.each(['999.99', '777.77', '0.01', '0.04', '1201.15'])('works out for every row on %s', (premium) => {
    for (const term of [1, 2, 3]) {
      for (const row of commissionRows(term, premium, rates, { broker: 5, manager: 3, affiliate: 8 })) {
        const tree = explain(aRow({ ...row, term }), null, [], { breakdown: null, cancelled: null });
        expect(workOut(tree)).toBe(cents(row.amount));
      }
    }
  });

  it('goes down to every factor of the premium', () => {
    const { breakdown, annual_premium } = ratePremium(catalogue2026_1, 'allianz', 'life', {
      coverage: '500000.00',
      age: 50,
      risk: 'medium',
      smoker: true,
      conditions: false,
      occupation: 'standard',
    });
    expect(annual_premium).toBe('2534.40');
    const row = aRow({ base_amount: annual_premium, amount: '380.16' });
    const tree = explain(row, null, [], { breakdown, cancelled: null });
    expect(workOut(tree)).toBe(38016n);
    const premium = tree.parts[0]!.parts[0]!.parts[0]!.parts[0]!;
    expect(premium).toMatchObject({ step: 'premium', operation: 'round', value: '2534.40' });
    expect(premium.parts[0]!.parts.map(({ step, value }) => [step, value])).toEqual([
      ['base', '800.00'],
      ['provider_multiplier', '1.10'],
      ['risk', '1.00'],
      ['coverage', '1.6000'],
      ['age', '1.20'],
      ['smoker', '1.50'],
      ['conditions', '1.00'],
      ['occupation', '1.00'],
    ]);
  });

  it('of 1,200.00 cancelled after 100 of 365 days shows the refund of 871.23 and what is left', () => {
    const row = aRow({ base_amount: '1200.00', amount: '180.00', status: 'paid', payout_id: 3 });
    const taken = aRow({
      id: 2,
      commission_type: 'clawback',
      base_amount: '871.23',
      amount: '-130.68',
      corrects_id: 1,
      status: 'approved',
    });
    const term = { breakdown: null, cancelled: { unused_days: 265, days_in_term: 365, earned: '328.77' } };
    const tree = explain(row, null, [taken], term);
    expect(workOut(tree)).toBe(4932n);
    expect(tree.parts.map(({ step, value }) => [step, value])).toEqual([
      ['payout_line', '180.00'],
      ['open', '-130.68'],
    ]);
    const own = explain(taken, row, [], term);
    expect(workOut(own)).toBe(-13068n);
    expect(JSON.stringify(own)).toContain('"871.23"');
  });

  it('of a lapsed policy shows what was paid, and that commission is left on it alone', () => {
    const row = aRow({ base_amount: '1200.00', amount: '180.00' });
    const taken = aRow({
      id: 2,
      commission_type: 'clawback',
      base_amount: '1100.00',
      amount: '-165.00',
      corrects_id: 1,
    });
    const term = {
      breakdown: null,
      cancelled: { unused_days: 265, days_in_term: 365, earned: '328.77', kept: '100.00' },
    };
    expect(workOut(explain(row, null, [taken], term))).toBe(1500n);
    const own = explain(taken, row, [], term);
    expect(workOut(own)).toBe(-16500n);
    expect(own.parts[0]!.parts[0]!.parts[0]!.parts[1]!.parts[0]).toMatchObject({
      step: 'unpaid',
      value: '1100.00',
      parts: [{ value: '1200.00' }, { step: 'kept', value: '-100.00' }],
    });
  });

  it('of a rejected row comes to nothing', () => {
    const tree = explain(aRow({ status: 'rejected' }), null, [], { breakdown: null, cancelled: null });
    expect(workOut(tree)).toBe(0n);
    expect(tree.parts[0]).toMatchObject({ step: 'rejected', parts: [{ value: '300.00' }, { value: '-300.00' }] });
  });

  it('works out for any premium, percentage and day of cancellation, and never leaves less than nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000_000 }),
        fc.constantFrom(1, 2, 3),
        fc.nat(365),
        (premium, termNumber, unused) => {
          const annual = textOf(premium);
          const refundCents = (BigInt(premium) * BigInt(unused) * 2n + 365n) / (2n * 365n);
          const refund = textOf(Number(refundCents));
          const earned = commissionRows(termNumber, annual, rates, { broker: 5, manager: 3, affiliate: 8 }).map(
            (row, index) => aRow({ ...row, id: index + 1, term: termNumber }),
          );
          const kept = subtractMoney(annual, refund);
          const taken = clawBackUnearned(earned, { annual_premium: annual, kept }).map((row, index) =>
            aRow({ ...row, id: index + 10, term: termNumber }),
          );
          const term = { breakdown: null, cancelled: { unused_days: unused, days_in_term: 365, earned: kept } };
          for (const row of earned) {
            const own = taken.filter((one) => one.corrects_id === row.id);
            const balance = workOut(explain(row, null, own, term));
            expect(balance).toBe(cents(row.amount) + own.reduce((sum, one) => sum + cents(one.amount), 0n));
            expect(balance >= 0n).toBe(true);
            for (const one of own) expect(workOut(explain(one, row, [], term))).toBe(cents(one.amount));
          }
        },
      ),
      RUNS,
    );
  });
});
