import { Aggregate, type Moment } from '../../kernel/aggregate.js';
import { DomainError, invalidField, notFound } from '../../kernel/domain-error.js';
import { sumMoney } from '../../kernel/money.js';
import { dateIn, type IsoDate } from '../../kernel/term.js';
import { type CatalogueVersion } from '../catalogue/index.js';
import { type Applicant } from '../eligibility/index.js';
import { lapseDay } from './instalments.js';
import { type PolicyEvent, type PolicyNamed } from './policy.events.js';
import { foldPolicy, oldestUnpaid } from './policy.fold.js';
import {
  type AgreedTerm,
  type EarnedBy,
  type Instalment,
  type PolicyState,
  type PolicyStatus,
} from './policy.table.js';
import { type CancellationCause, type CancellationSettlement, type PaidTerm, settleCancellation } from './refund.js';
import { offerRenewal, premiumJumpMustBeAccepted, type RenewalOffer } from './renewal.js';

/** How a cancellation is asked for. */
export interface CancellationWish {
  cause: CancellationCause;
  /** Last day of cover; null: as soon as may be. */
  effective_date: IsoDate | null;
  /** Of the catalogue version that priced the first term; null where nobody withdraws. */
  cooling_off_days: number | null;
  /** The company's, in which the signing day is counted. */
  time_zone: string;
}

/** The contract that comes from exactly one accepted quote. */
export class Policy extends Aggregate<PolicyState, PolicyEvent> {
  protected readonly fold = foldPolicy;

  issue(terms: Extract<PolicyEvent, { type: 'PolicyCreated' }>['data'], moment: Moment): void {
    this.apply('PolicyCreated', terms, moment);
  }

  /** The first rendering of a term's contract is the one that counts; a later one changes nothing. */
  recordContract(
    contract: Omit<Extract<PolicyEvent, { type: 'PolicyContractGenerated' }>['data'], 'prospect_id'>,
    moment: Moment,
  ): void {
    this.apply('PolicyContractGenerated', { prospect_id: this.state.prospect_id, ...contract }, moment);
  }

  /** Once a term, however often its mail is asked for. */
  recordConfirmation(term: number, moment: Moment): void {
    if (term === this.state.term && this.state.confirmation_sent_at !== null) return;
    this.apply('PolicyConfirmationSent', { prospect_id: this.state.prospect_id, term }, moment);
  }

  /** The next term as it would be agreed on this day. */
  offerRenewal(applicant: Applicant, catalogue: CatalogueVersion, today: IsoDate): RenewalOffer {
    this.policyMustBeInForce(today);
    const { renewal_date, term } = this.state;
    if (today < renewal_date) {
      throw new DomainError('renewal_not_open', `Term ${term} can be renewed from ${renewal_date} on.`, {
        renewal_date,
      });
    }
    return offerRenewal(this.state, applicant, catalogue);
  }

  renew(
    offer: RenewalOffer,
    by: { renewed_by: number; accept_premium_change: boolean } & EarnedBy,
    moment: Moment,
  ): void {
    premiumJumpMustBeAccepted(offer, by.accept_premium_change);
    const { premium_change_percent: _, premium_jump, ...terms } = offer;
    const { accept_premium_change: __, ...who } = by;
    this.apply('PolicyRenewed', { ...this.named, ...terms, premium_change_accepted: premium_jump, ...who }, moment);
  }

  /** What a cancellation on this day would come to. */
  settle(
    { cause, effective_date, cooling_off_days, time_zone }: CancellationWish,
    today: IsoDate,
  ): CancellationSettlement {
    this.policyMustBeInForce(today);
    const { terms, signed_at } = this.state;
    const current = terms.findLast((term) => term.start <= today) ?? terms[0]!;
    const renewed = terms.find((term) => term.term === current.term + 1);
    return settleCancellation({
      cause,
      ended: terms.filter((term) => term.term < current.term).map((term) => this.paidTerm(term)),
      current: this.paidTerm(current),
      renewed: renewed ? this.paidTerm(renewed) : null,
      signed_on: dateIn(signed_at, time_zone),
      cooling_off_days,
      effective_date: effective_date ?? (today > current.start ? today : current.start),
      today,
    });
  }

  cancel(wish: CancellationWish, reason: string, moment: Moment): CancellationSettlement {
    const settlement = this.settle(wish, moment.today);
    const terms = settlement.terms.map((refunded) => ({ ...this.termOf(refunded.term), ...refunded }));
    this.apply('PolicyCancelled', { ...this.named, ...settlement, cause: wish.cause, reason, terms }, moment);
    return settlement;
  }

  /** In whatever order they are paid. */
  payInstalment(term: number, number: number, paidOn: IsoDate, timeZone: string, moment: Moment): void {
    const instalment = this.instalment(term, number);
    if (instalment.paid_on)
      throw new DomainError('instalment_paid', `The instalment was paid on ${instalment.paid_on}.`, {
        paid_on: instalment.paid_on,
      });
    if (this.state.status === 'cancelled')
      throw notInForce('cancelled', 'The policy is cancelled; its unpaid instalments are dropped.');
    const signed = dateIn(this.state.signed_at, timeZone);
    if (paidOn < signed || paidOn > moment.today) {
      throw invalidField(
        'paid_on',
        'paid_on_out_of_range',
        `paid_on must be from the signing day, ${signed}, to today, ${moment.today}`,
      );
    }
    const { due_date, amount } = instalment;
    this.apply('InstalmentPaid', { ...this.named, term, number, due_date, amount, paid_on: paidOn }, moment);
  }

  /** Once per term, from the renewal date on. */
  announceEnd(moment: Moment): void {
    const { status, renewal_date, term, end_date, annual_premium, announced_term } = this.state;
    const due =
      status === 'active' && renewal_date <= moment.today && moment.today <= end_date && announced_term !== term;
    if (due) this.apply('PolicyExpiring', { ...this.named, term, end_date, annual_premium }, moment);
  }

  expire(moment: Moment): void {
    const { status, term, end_date } = this.state;
    if (status === 'active' && end_date < moment.today)
      this.apply('PolicyExpired', { ...this.named, term, end_date }, moment);
  }

  /** The oldest unpaid instalment: reminded of once, and in the end the policy is cancelled for it. */
  chaseUnpaid(lapseAfterDays: number, timeZone: string, moment: Moment): void {
    const { status, end_date, instalments, chase_on } = this.state;
    const oldest = oldestUnpaid(instalments);
    if (status !== 'active' || end_date < moment.today || !oldest || !chase_on || moment.today < chase_on) return;
    if (oldest.lapses_on) {
      const wish = { cause: 'unpaid' as const, effective_date: null, cooling_off_days: null, time_zone: timeZone };
      this.cancel(wish, `The instalment due on ${oldest.due_date} was not paid.`, moment);
      return;
    }
    const { term, number, due_date, amount } = oldest;
    const lapses_on = lapseDay(due_date, lapseAfterDays, moment.today);
    this.apply('InstalmentOverdue', { ...this.named, term, number, due_date, amount, lapses_on }, moment);
  }

  private get named(): PolicyNamed {
    const { policy_number, prospect_id, provider, insurance_type } = this.state;
    return { policy_number, prospect_id, provider, insurance_type };
  }

  private termOf(term: number): AgreedTerm {
    return this.state.terms.find((one) => one.term === term)!;
  }

  /** @throws not_found */
  instalment(term: number, number: number): Instalment {
    const found = this.state.instalments.find((one) => one.term === term && one.number === number);
    if (!found) throw notFound('instalment');
    return found;
  }

  private paidTerm(agreed: AgreedTerm): PaidTerm {
    const { term, start, end, annual_premium } = agreed;
    const paid = this.state.instalments.filter((one) => one.term === term && one.paid_on !== null);
    return { term, start, end, annual_premium, paid: sumMoney(paid.map((one) => one.amount)) };
  }

  private policyMustBeInForce(today: IsoDate): void {
    const { status, end_date } = this.state;
    if (status !== 'active') throw notInForce(status, `The policy is ${status}.`);
    if (end_date < today) throw notInForce('expired', `The policy ended on ${end_date}.`);
  }
}

function notInForce(status: PolicyStatus, detail: string): DomainError {
  return new DomainError('policy_not_active', detail, { policy_status: status });
}
