import { type Money, sumMoney } from '../../../kernel/money.js';
import { addDays, daysInTerm, type IsoDate, type Term } from '../../../kernel/term.js';
import { type CommissionRate } from '../../catalogue/index.js';
import { type CancellationRule, lapseDay, paymentPlan, reminderDay, settleCancellation } from '../../policies/index.js';
import {
  type Beneficiaries,
  type Clawback,
  commissionRows,
  type StoredCommission,
  takeBackOf,
} from '../commission-rows.js';

/** A first term as it would be signed. */
export interface FirstTerm extends Term {
  annual_premium: Money;
  signed_on: IsoDate;
  cooling_off_days: number;
}

/** What a cancellation on a day of the term would take back. */
export interface DayOfClawback {
  /** 1 is the term's first day. */
  day: number;
  date: IsoDate;
  rule: CancellationRule;
  refund: Money;
  rows: Clawback[];
}

/** What a lapse would take back. */
export interface LapseOfPolicy {
  instalments_paid: number;
  /** When the policy is cancelled for the next one. */
  date: IsoDate;
  /** The premium that stays earned on: what was paid, as far as it was earned. */
  kept: Money;
  rows: Clawback[];
}

/**
 * What would be taken back on each day of the first year, by the very functions that settle a cancellation. The rows
 * count as paid by then: one that still is pending within the cooling-off days is rejected, which comes to the same.
 */
export function clawbackByDay(
  term: FirstTerm,
  rates: readonly CommissionRate[],
  earners: Beneficiaries,
): DayOfClawback[] {
  const rows = paidRows(term, rates, earners);
  return Array.from({ length: daysInTerm(term.start, term.end) }, (_, index) => {
    const date = addDays(term.start, index);
    const {
      rule,
      terms: [cancelled],
    } = settleCancellation({
      cause: 'requested',
      ended: [],
      current: { term: 1, ...term, paid: '0.00' },
      renewed: null,
      signed_on: term.signed_on,
      cooling_off_days: term.cooling_off_days,
      effective_date: date,
      today: date,
    });
    return {
      day: index + 1,
      date,
      rule,
      refund: cancelled!.refund,
      rows: takeBackOf(rule, rows, cancelled!).clawbacks,
    };
  });
}

/** What would be taken back where no further instalment is paid: one entry for each number paid before the policy lapses. */
export function clawbackByLapse(
  term: FirstTerm,
  lapseAfterDays: number,
  rates: readonly CommissionRate[],
  earners: Beneficiaries,
): LapseOfPolicy[] {
  const rows = paidRows(term, rates, earners);
  const plan = paymentPlan(term.annual_premium, term.start);
  return plan.flatMap(({ due_date }, instalments_paid) => {
    const date = lapseDay(due_date, lapseAfterDays, reminderDay(due_date));
    if (date > term.end) return [];
    const paid = sumMoney(plan.slice(0, instalments_paid).map(({ amount }) => amount));
    const {
      rule,
      terms: [cancelled],
    } = settleCancellation({
      cause: 'unpaid',
      ended: [],
      current: { term: 1, ...term, paid },
      renewed: null,
      signed_on: term.signed_on,
      cooling_off_days: null,
      effective_date: date,
      today: date,
    });
    return [{ instalments_paid, date, kept: cancelled!.kept, rows: takeBackOf(rule, rows, cancelled!).clawbacks }];
  });
}

function paidRows(term: FirstTerm, rates: readonly CommissionRate[], earners: Beneficiaries): StoredCommission[] {
  return commissionRows(1, term.annual_premium, rates, earners).map((row, index) => ({
    ...row,
    id: index + 1,
    status: 'paid',
  }));
}
