import { type Money } from '../../../kernel/money.js';
import { addDays, daysInTerm, type IsoDate, type Term } from '../../../kernel/term.js';
import { type CommissionRate } from '../../catalogue/index.js';
import { type CancellationRule, settleCancellation } from '../../policies/index.js';
import { type Beneficiaries, type Clawback, commissionRows, type StoredCommission, takeBackOf } from '../commission-rows.js';

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

/**
 * What would be taken back on each day of the first year, by the very functions that settle a cancellation. The rows
 * count as paid by then: one that still is pending within the cooling-off days is rejected, which comes to the same.
 */
export function clawbackByDay(term: FirstTerm, rates: readonly CommissionRate[], earners: Beneficiaries): DayOfClawback[] {
  const rows = commissionRows(1, term.annual_premium, rates, earners)
    .map((row, index): StoredCommission => ({ ...row, id: index + 1, status: 'paid' }));
  return Array.from({ length: daysInTerm(term.start, term.end) }, (_, index) => {
    const date = addDays(term.start, index);
    const { rule, refund } = settleCancellation({
      current: { term: 1, annual_premium: term.annual_premium, start: term.start, end: term.end, paid: '0.00' },
      renewed: null,
      signed_on: term.signed_on,
      cooling_off_days: term.cooling_off_days,
      effective_date: date,
      today: date,
    });
    return { day: index + 1, date, rule, refund, rows: takeBackOf(rule, rows, refund, term.annual_premium).clawbacks };
  });
}
