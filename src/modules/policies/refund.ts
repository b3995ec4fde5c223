import { invalidField } from '../../kernel/domain-error.js';
import { compareMoney, exact, money, subtractMoney, sumMoney, type Money } from '../../kernel/money.js';
import { addDays, daysBetween, daysInTerm, type IsoDate, type Term } from '../../kernel/term.js';

/** A term of the policy that is cancelled, with what has been paid for it. */
export interface PaidTerm extends Term {
  /** 1 = first. */
  term: number;
  annual_premium: Money;
  paid: Money;
}

export interface CancellationRequest {
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

export type CancellationRule = 'cooling_off' | 'pro_rata';

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
}

export interface CancellationSettlement {
  rule: CancellationRule;
  /** The last day on which the policy can be or could have been undone whole; null after the first term. */
  cooling_off_until: IsoDate | null;
  /** Last day of cover; null when cover is undone from its start. */
  effective_date: IsoDate | null;
  /** The current term, then the renewed one if there is one. */
  terms: TermRefund[];
  /** Sum of the terms' refunds. */
  refund: Money;
  /** What has been paid beyond what is earned over these terms, never below 0.00. */
  paid_back: Money;
}

/**
 * Settles a cancellation asked for today. Within the cooling-off days, which the first term alone has, the effective
 * date is ignored; later it must lie between today or the term's start, whichever is later, and the term's end,
 * else `validation_failed`.
 */
export function settleCancellation(request: CancellationRequest): CancellationSettlement {
  const { current, renewed } = request;
  const days = current.term === 1 ? request.cooling_off_days : null;
  const coolingOffUntil = days === null ? null : addDays(request.signed_on, days);
  const isCoolingOff = coolingOffUntil !== null && request.today <= coolingOffUntil;
  if (!isCoolingOff) effectiveDateMustLieWithinCover(request);
  const terms = [isCoolingOff ? refundWhole(current) : refundUnusedDays(current, request.effective_date)];
  if (renewed) terms.push(refundWhole(renewed));
  const paid = sumMoney([current.paid, ...(renewed ? [renewed.paid] : [])]);
  const overpaid = subtractMoney(paid, sumMoney(terms.map((term) => term.earned)));
  return {
    rule: isCoolingOff ? 'cooling_off' : 'pro_rata',
    cooling_off_until: coolingOffUntil,
    effective_date: isCoolingOff ? null : request.effective_date,
    terms,
    refund: sumMoney(terms.map((term) => term.refund)),
    paid_back: compareMoney(overpaid, '0.00') > 0 ? overpaid : '0.00',
  };
}

function effectiveDateMustLieWithinCover({ current, effective_date: date, today }: CancellationRequest): void {
  const earliest = today > current.start ? today : current.start;
  if (date < earliest || date > current.end) {
    const message = `Effective date ${date} must be from ${earliest} to ${current.end}, the last day of the term`;
    throw invalidField('effective_date', 'effective_date_out_of_range', message);
  }
}

function refundUnusedDays(term: PaidTerm, lastDayOfCover: IsoDate): TermRefund {
  return refundDays(term, daysBetween(lastDayOfCover, term.end));
}

function refundWhole(term: PaidTerm): TermRefund {
  return refundDays(term, daysInTerm(term.start, term.end));
}

function refundDays({ term, annual_premium, start, end }: PaidTerm, unusedDays: number): TermRefund {
  const days = daysInTerm(start, end);
  const refund = money(exact(annual_premium).times(unusedDays).dividedBy(days));
  return {
    term, annual_premium, days_in_term: days, unused_days: unusedDays, refund,
    earned: subtractMoney(annual_premium, refund),
  };
}
