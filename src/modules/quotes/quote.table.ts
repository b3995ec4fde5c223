import { boolean, day, instant, int, json, money, none, nullable, oneOf, real, text } from '../../kernel/fields.js';
import { aggregateColumns, type RowOf, table } from '../../platform/database/table.js';
import { insuranceTypes } from '../catalogue/index.js';
import { type PremiumBreakdown } from '../eligibility/index.js';

export const quoteStatuses = ['draft', 'sent', 'accepted', 'rejected', 'expired'] as const;
export type QuoteStatus = (typeof quoteStatuses)[number];

export const closedReasons = ['declined_by_prospect', 'another_quote_accepted', 'superseded', 'past_validity'] as const;
export type ClosedReason = (typeof closedReasons)[number];

/** The advisor's words on one quote. */
export interface QuoteReasoning {
  pros: string[];
  cons: string[];
  key_features: string[];
  reasoning: string;
}

export const QUOTE = table(
  'quote',
  {
    ...aggregateColumns,
    comparison_id: none(int),
    prospect_id: none(int),
    provider: none(text),
    insurance_type: none(oneOf(insuranceTypes)),
    coverage_amount: none(money),
    annual_premium: none(money),
    monthly_premium: none(money),
    premium_breakdown: none(json<PremiumBreakdown>()),
    deductible: none(nullable(money)),
    catalogue_version: none(text),
    valid_until: none(day),
    /** Place in the advisor's ranking, 1 is best. */
    rank: none(int),
    ai_score: none(real),
    ai_reasoning: none(json<QuoteReasoning>()),
    rules_score: none(real),
    rules_criteria: none(json<Record<string, number>>()),
    is_recommended: none(boolean),
    status: none(oneOf(quoteStatuses)),
    closed_reason: none(nullable(oneOf(closedReasons))),
    created_at: none(instant),
    sent_at: none(nullable(instant)),
    accepted_at: none(nullable(instant)),
    accepted_by: none(nullable(int)),
  },
  // Of the prospect, copied by triggers: an index of each owner has their quotes in order.
  { kept: ['assigned_broker', 'prospect_creator'] },
);

export type QuoteState = RowOf<typeof QUOTE>;
