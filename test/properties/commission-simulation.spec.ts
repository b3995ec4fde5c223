import { describe, expect, it } from '@jest/globals';
import { catalogue2026_1 } from '../../migrations/data/catalogue-2026-1.js';
import { commissionRows, type StoredCommission, takeBackOf } from '../../src/modules/commissions/commission-rows.js';
import { clawbackByDay } from '../../src/modules/commissions/simulate-commissions/simulation.js';
import { Policy } from '../../src/modules/policies/policy.js';
import { type PolicyEvent } from '../../src/modules/policies/policy.events.js';
import { addDays, termEnd } from '../../src/kernel/term.js';
import { cents } from '../support/explanation.js';

const rates = catalogue2026_1.commission_rates;
const everybody = { broker: 5, manager: 3, affiliate: 8 };
const ROME = 'Europe/Rome';

/** A policy signed at noon of its first day, as the command issues it. */
function aPolicy(start: string, annual_premium: string): Policy {
  const policy = new Policy(1);
  policy.issue(
    {
      policy_number: 'INS-2026-000001',
      quote_id: 1,
      prospect_id: 9,
      provider: 'axa',
      insurance_type: 'life',
      coverage_amount: '250000.00',
      deductible: null,
      declared: {
        risk_category: 'medium',
        smoker: false,
        has_preexisting_conditions: false,
        occupation_risk: 'standard',
      },
      catalogue_version: '2026.1',
      term: 1,
      start_date: start,
      end_date: termEnd(start),
      renewal_date: addDays(termEnd(start), -30),
      annual_premium,
      monthly_premium: '1.00',
      premium_breakdown: {} as never,
      instalments: [],
      signed_by: 5,
      broker_id: 5,
      manager_id: 3,
      affiliate_id: 8,
    },
    { instant: `${start}T12:00:00.000Z`, today: start },
  );
  return policy;
}

/** What cancelling it on that day takes back, by the fact that the clawback follows from. */
function reallyTakenBack(start: string, premium: string, day: string) {
  const policy = aPolicy(start, premium);
  policy.cancel({ cause: 'requested', effective_date: day, cooling_off_days: 30, time_zone: ROME }, 'sold', {
    instant: `${day}T12:00:00.000Z`,
    today: day,
  });
  const cancelled = policy.getUncommittedEvents().at(-1) as Extract<PolicyEvent, { type: 'PolicyCancelled' }>;
  const [term] = cancelled.data.terms;
  const rows = commissionRows(1, term!.annual_premium, rates, everybody).map((row, index): StoredCommission => ({
    ...row,
    id: index + 1,
    status: 'paid',
  }));
  const { clawbacks } = takeBackOf(cancelled.data.rule, rows, { ...term!, kept: term!.kept! });
  return { refund: term!.refund, rows: clawbacks.map(({ beneficiary_id, amount }) => [beneficiary_id, amount]) };
}

const half = (numerator: bigint, denominator: bigint) => (2n * numerator + denominator) / (2n * denominator);

describe.each([
  ['2026-11-24', 365, '2000.00'],
  ['2027-03-01', 366, '1201.15'],
  ['2028-02-29', 366, '999.99'],
  ['2026-03-29', 365, '777.77'],
  ['2026-10-25', 365, '1200.00'],
  ['2027-01-01', 365, '0.01'],
])('a simulation from %s, %i days, %s', (start, days, premium) => {
  const simulated = clawbackByDay(
    { start, end: termEnd(start), annual_premium: premium, signed_on: start, cooling_off_days: 30 },
    rates,
    everybody,
  );

  it('is what a cancellation on that day does, every day of the term', () => {
    expect(simulated.map(({ day }) => day)).toEqual(Array.from({ length: days }, (_, index) => index + 1));
    for (const { date, refund, rows } of simulated) {
      expect({ refund, rows: rows.map(({ beneficiary_id, amount }) => [beneficiary_id, amount]) }).toEqual(
        reallyTakenBack(start, premium, date),
      );
    }
  });

  it('refunds all in the 30 days after signing and then by days, and takes back no more than was earned', () => {
    const annual = cents(premium);
    for (const { day, rule, refund, rows } of simulated) {
      const coolingOff = day <= 31;
      const expected = coolingOff ? annual : half(annual * BigInt(days - day), BigInt(days));
      expect([rule, cents(refund)]).toEqual([coolingOff ? 'cooling_off' : 'pro_rata', expected]);
      for (const [index, percent] of [15n, 5n, 3n].entries()) {
        const earned = half(annual * percent, 100n);
        const taken = earned === 0n ? 0n : half(earned * expected, annual);
        const row = rows.find(({ beneficiary_id }) => beneficiary_id === [5, 3, 8][index]);
        expect(row ? cents(row.amount) : 0n).toBe(-taken);
        expect(taken <= earned).toBe(true);
      }
    }
  });
});

it('1,200.00 after 100 of 365 days refunds 871.23', () => {
  const start = '2026-11-24';
  const simulated = clawbackByDay(
    { start, end: termEnd(start), annual_premium: '1200.00', signed_on: start, cooling_off_days: 14 },
    rates,
    everybody,
  );
  expect(simulated[99]).toMatchObject({ day: 100, date: '2027-03-03', refund: '871.23' });
  expect(simulated[99]!.rows.map(({ amount }) => amount)).toEqual(['-130.68', '-43.56', '-26.14']);
});
