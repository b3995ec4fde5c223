import { type EventOf, fact } from '../../kernel/fact.js';
import {
  boolean,
  day,
  int,
  json,
  none,
  nullable,
  oneOf,
  only,
  personal,
  text,
  type ValuesOf,
  without,
} from '../../kernel/fields.js';
import { type Money } from '../../kernel/money.js';
import { fieldsOf } from '../../platform/database/table.js';
import { COMPARISON } from './comparison.table.js';
import { closedReasons, QUOTE } from './quote.table.js';

const quote = fieldsOf(QUOTE);
const named = only(quote, 'prospect_id', 'comparison_id');
const closed = { prospect_id: none(int), closed_reason: none(oneOf(closedReasons)) };

export const COMPARISON_GENERATED = fact('ComparisonGenerated', {
  ...without(fieldsOf(COMPARISON), 'id', 'version', 'generated_at'),
  quotes: none(json<{ provider: string; annual_premium: Money }[]>()),
});

export type ComparisonEvent = EventOf<typeof COMPARISON_GENERATED>;

export const QUOTE_GENERATED = fact(
  'QuoteGenerated',
  without(quote, 'id', 'version', 'status', 'closed_reason', 'created_at', 'sent_at', 'accepted_at', 'accepted_by'),
);
export const QUOTE_SENT = fact('QuoteSent', { ...named, sent_by: none(int) });

const acceptanceTerms = { start_date: none(nullable(day)), allow_second_policy: none(boolean) };
/** What an acceptance asks of the policy to be issued. */
export type AcceptanceTerms = ValuesOf<typeof acceptanceTerms>;

export const QUOTE_ACCEPTED = fact('QuoteAccepted', { ...named, ...acceptanceTerms, accepted_by: none(int) });
export const QUOTE_REJECTED = fact('QuoteRejected', { ...closed, reason: personal(nullable(text), null) });
export const QUOTE_EXPIRED = fact('QuoteExpired', closed);
export const QUOTE_REOPENED = fact('QuoteReopened', {
  prospect_id: none(int),
  reason: personal(text, ''),
  status: none(oneOf(['draft', 'sent'])),
});

export const quoteFacts = [
  QUOTE_GENERATED,
  QUOTE_SENT,
  QUOTE_ACCEPTED,
  QUOTE_REJECTED,
  QUOTE_EXPIRED,
  QUOTE_REOPENED,
] as const;
export type QuoteEvent = EventOf<(typeof quoteFacts)[number]>;
