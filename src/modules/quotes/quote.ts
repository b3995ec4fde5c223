import { Aggregate, type Fold, type Moment } from '../../kernel/aggregate.js';
import { DomainError } from '../../kernel/domain-error.js';
import { type IsoDate } from '../../kernel/term.js';
import { type PricingFact } from '../eligibility/index.js';
import { type AcceptanceTerms, type QuoteEvent } from './quote.events.js';
import { type QuoteState } from './quote.table.js';

/** How many days a quote binds its provider. */
export const QUOTE_DAYS = 30;

/** One provider's priced, binding offer. */
export class Quote extends Aggregate<QuoteState, QuoteEvent> {
  protected readonly fold = foldQuote;

  get isOpen(): boolean {
    return this.state.status === 'draft' || this.state.status === 'sent';
  }

  generate(offer: Extract<QuoteEvent, { type: 'QuoteGenerated' }>['data'], moment: Moment): void {
    this.apply('QuoteGenerated', offer, moment);
  }

  /** Sending it again is fine; it is a fact each time. `changed`: the facts that priced it and no longer hold. */
  send(sentBy: number, changed: readonly PricingFact[], moment: Moment): void {
    this.quoteMustStillBind(changed, moment.today);
    const { prospect_id, comparison_id } = this.state;
    this.apply('QuoteSent', { prospect_id, comparison_id, sent_by: sentBy }, moment);
  }

  /** `changed`: the facts that priced it and no longer hold. */
  accept(acceptedBy: number, terms: AcceptanceTerms, changed: readonly PricingFact[], moment: Moment): void {
    this.quoteMustStillBind(changed, moment.today);
    const { prospect_id, comparison_id } = this.state;
    this.apply('QuoteAccepted', { prospect_id, comparison_id, accepted_by: acceptedBy, ...terms }, moment);
  }

  /** The prospect says no. */
  reject(reason: string | null, moment: Moment): void {
    this.quoteMustStillBeOpen();
    this.apply(
      'QuoteRejected',
      { prospect_id: this.state.prospect_id, closed_reason: 'declined_by_prospect', reason },
      moment,
    );
  }

  /** A sibling was accepted, so this one no longer can be. */
  closeForSibling(moment: Moment): void {
    if (!this.isOpen) return;
    this.apply(
      'QuoteRejected',
      { prospect_id: this.state.prospect_id, closed_reason: 'another_quote_accepted', reason: null },
      moment,
    );
  }

  /** Newer quotes for the same need take its place. */
  supersede(moment: Moment): void {
    if (this.isOpen)
      this.apply('QuoteExpired', { prospect_id: this.state.prospect_id, closed_reason: 'superseded' }, moment);
  }

  expire(moment: Moment): void {
    if (!this.isOpen || moment.today <= this.state.valid_until) return;
    this.apply('QuoteExpired', { prospect_id: this.state.prospect_id, closed_reason: 'past_validity' }, moment);
  }

  /** The policy could not be issued: the offer stands again, if it still is valid. */
  reopen(reason: string, moment: Moment): void {
    const { status, closed_reason, valid_until, prospect_id, sent_at } = this.state;
    const closedByAcceptance = status === 'accepted' || closed_reason === 'another_quote_accepted';
    if (!closedByAcceptance || moment.today > valid_until) return;
    this.apply('QuoteReopened', { prospect_id, reason, status: sent_at ? 'sent' : 'draft' }, moment);
  }

  private quoteMustStillBind(changed: readonly PricingFact[], today: IsoDate): void {
    this.quoteMustStillBeOpen();
    this.quoteMustStillBeValid(today);
    factsMustStillHold(changed);
  }

  private quoteMustStillBeOpen(): void {
    if (this.isOpen) return;
    const { status, closed_reason } = this.state;
    throw new DomainError('quote_not_open', `The quote is ${status}${closed_reason ? ` (${closed_reason})` : ''}.`, {
      quote_status: status,
      closed_reason,
    });
  }

  private quoteMustStillBeValid(today: IsoDate): void {
    const { valid_until } = this.state;
    if (today > valid_until) {
      throw new DomainError('quote_expired', `The quote was valid until ${valid_until}. Generate new quotes.`, {
        valid_until,
      });
    }
  }
}

function factsMustStillHold(changed: readonly PricingFact[]): void {
  if (changed.length === 0) return;
  throw new DomainError(
    'facts_changed',
    `The quote was priced for other facts than the prospect's present ones: ${changed.join(', ')}. Generate new quotes.`,
    { changed_facts: changed },
  );
}

export const foldQuote: Fold<QuoteState, QuoteEvent> = (state, event) => {
  const at = event.occurred_at;
  switch (event.type) {
    case 'QuoteGenerated':
      return {
        ...event.data,
        status: 'draft',
        closed_reason: null,
        created_at: at,
        sent_at: null,
        accepted_at: null,
        accepted_by: null,
      };
    case 'QuoteSent':
      return { ...state!, status: 'sent', sent_at: at };
    case 'QuoteAccepted':
      return { ...state!, status: 'accepted', accepted_at: at, accepted_by: event.data.accepted_by };
    case 'QuoteRejected':
      return { ...state!, status: 'rejected', closed_reason: event.data.closed_reason };
    case 'QuoteExpired':
      return { ...state!, status: 'expired', closed_reason: event.data.closed_reason };
    case 'QuoteReopened':
      return { ...state!, status: event.data.status, closed_reason: null, accepted_at: null, accepted_by: null };
  }
};
