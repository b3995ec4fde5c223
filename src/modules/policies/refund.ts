import { invalidField } from '../../kernel/domain-error.js';
import { compareMoney, exact, money, subtractMoney, sumMoney, type Money } from '../../kernel/money.js';
import { addDays, daysBetween, daysInTerm, type IsoDate, type Term } from '../../kernel/term.js';

/** Asked for by the prospect, or for an instalment that was not paid. */
export const cancellationCauses = ['requested', 'unpaid'] as const;
export type CancellationCause = (typeof cancellationCauses)[number];

/** A term of the policy that is cancelled, with what has been paid for it. */
export interface PaidTerm extends Term {
  /** 1 = first. */
  term: number;
  annual_premium: Money;
  paid: Money;
}

export interface CancellationRequest {
  cause: CancellationCause;
  /** Terms that have ended. They are earned, but a policy that lapses earns no commission on what was never paid for them. */
  ended: PaidTerm[];
  /** The term that runs today, or the first one when the policy has not begun. */
  current: PaidTerm;
  /** A renewal already made whose term has not begun; it is refunded whole. */
  renewed: PaidTerm | null;
  /** The day of signing in the company time zone: day 0 of the cooling-off days. */
  signed_on: IsoDate;
  /** null where no such right is used: a policy cancelled because nobody paid is not undone. */
  cooling_off_days: number | null;
  effective_date: IsoDate;
  today: IsoDate;
}

export const cancellationRules = ['cooling_off', 'pro_rata'] as const;
export type CancellationRule = (typeof cancellationRules)[number];

/** What a cancellation takes back of one term; refund + earned is the term's premium. */
export interface TermRefund {
  term: number;
  annual_premium: Money;
  days_in_term: number;
  /** Days without cover: those after the effective date, or all. */
  unused_days: number;
  /** Premium no longer owed. */
  refund: Money;
  earned: Money;
  /** What commissions stay earned on: the earned premium, of a policy cancelled for non-payment only what was paid of it. */
  kept: Money;
}

export interface CancellationSettlement {
  rule: CancellationRule;
  /** The last day on which the policy can be or could have been undone whole; null after the first term. */
  cooling_off_until: IsoDate | null;
  /** Last day of cover; null when cover is undone from its start. */
  effective_date: IsoDate | null;
  /** Ended terms that a lapse leaves unpaid, the current term, then the renewed one if there is one. */
  terms: TermRefund[];
  /** Sum of the terms' refunds. */
  refund: Money;
  /** What has been paid beyond what is earned over these terms, never below 0.00. */
  paid_back: Money;
}

/**
 * Settles a cancellation of today. Within the cooling-off days, which the first term alone has, a later effective date
 * is ignored; afterwards it must lie between the term's start and its end. A day before today is never accepted.
 * @throws validation_failed
 */
export function settleCancellation(request: CancellationRequest): CancellationSettlement {
  const { cause, ended, current, renewed } = request;
  const days = current.term === 1 ? request.cooling_off_days : null;
  const coolingOffUntil = days === null ? null : addDays(request.signed_on, days);
  const isCoolingOff = coolingOffUntil !== null && request.today <= coolingOffUntil;
  effectiveDateMustLieWithinCover(request, isCoolingOff);
  const owing = cause === 'unpaid' ? ended.filter((term) => compareMoney(term.paid, term.annual_premium) < 0) : [];
  const settled = [...owing, current, ...(renewed ? [renewed] : [])];
  const terms = settled.map((term) => refundOf(term, unusedDays(term, request, isCoolingOff), cause));
  const overpaid = subtractMoney(
    sumMoney(settled.map((term) => term.paid)),
    sumMoney(terms.map((term) => term.earned)),
  );
  return {
    rule: isCoolingOff ? 'cooling_off' : 'pro_rata',
    cooling_off_until: coolingOffUntil,
    effective_date: isCoolingOff ? null : request.effective_date,
    terms,
    refund: sumMoney(terms.map((term) => term.refund)),
    paid_back: compareMoney(overpaid, '0.00') > 0 ? overpaid : '0.00',
  };
}

function effectiveDateMustLieWithinCover(
  { current, effective_date: date, today }: CancellationRequest,
  isCoolingOff: boolean,
): void {
  const earliest = isCoolingOff || today > current.start ? today : current.start;
  if (date < earliest || (date > current.end && !isCoolingOff)) {
    const message = `Effective date ${date} must be from ${earliest} to ${current.end}, the last day of the term`;
    throw invalidField('effective_date', 'effective_date_out_of_range', message);
  }
}

function unusedDays(term: PaidTerm, { current, effective_date }: CancellationRequest, isCoolingOff: boolean): number {
  if (term.term < current.term) return 0;
  const undone = isCoolingOff || term.term > current.term;
  return undone ? daysInTerm(term.start, term.end) : daysBetween(effective_date, term.end);
}

function refundOf(
  { term, annual_premium, start, end, paid }: PaidTerm,
  unused: number,
  cause: CancellationCause,
): TermRefund {
  const days = daysInTerm(start, end);
  const refund = money(exact(annual_premium).times(unused).dividedBy(days));
  const earned = subtractMoney(annual_premium, refund);
  const kept = cause === 'unpaid' && compareMoney(paid, earned) < 0 ? paid : earned;
  return { term, annual_premium, days_in_term: days, unused_days: unused, refund, earned, kept };
}
