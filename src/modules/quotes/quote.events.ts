import { type DomainEvent } from '../../kernel/domain-event.js';
import { type Money } from '../../kernel/money.js';
import { type IsoDate } from '../../kernel/term.js';
import { type ComparisonState } from './comparison.state.js';
import { type ClosedReason, type QuoteState } from './quote.state.js';

export type ComparisonEvent = DomainEvent<
  'ComparisonGenerated',
  Omit<ComparisonState, 'id' | 'version' | 'generated_at'> & {
    quotes: { provider: string; annual_premium: Money }[];
  }
>;

/** What an acceptance asks of the policy to be issued. */
export interface AcceptanceTerms {
  start_date: IsoDate | null;
  allow_second_policy: boolean;
}

export type QuoteEvent =
  | DomainEvent<
      'QuoteGenerated',
      Omit<
        QuoteState,
        'id' | 'version' | 'status' | 'closed_reason' | 'created_at' | 'sent_at' | 'accepted_at' | 'accepted_by'
      >
    >
  | DomainEvent<'QuoteSent', { prospect_id: number; comparison_id: number; sent_by: number }>
  | DomainEvent<'QuoteAccepted', AcceptanceTerms & { prospect_id: number; comparison_id: number; accepted_by: number }>
  | DomainEvent<'QuoteRejected', { prospect_id: number; closed_reason: ClosedReason; reason: string | null }>
  | DomainEvent<'QuoteExpired', { prospect_id: number; closed_reason: ClosedReason }>
  | DomainEvent<'QuoteReopened', { prospect_id: number; reason: string; status: 'draft' | 'sent' }>;
