import { type AggregateState } from '../../kernel/aggregate.js';
import { type Money } from '../../kernel/money.js';
import { type IsoDate } from '../../kernel/term.js';
import { type InsuranceType } from '../catalogue/index.js';
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

export interface QuoteState extends AggregateState {
  comparison_id: number;
  prospect_id: number;
  provider: string;
  insurance_type: InsuranceType;
  coverage_amount: Money;
  annual_premium: Money;
  monthly_premium: Money;
  premium_breakdown: PremiumBreakdown;
  deductible: Money | null;
  catalogue_version: string;
  valid_until: IsoDate;
  /** Place in the advisor's ranking, 1 is best. */
  rank: number;
  ai_score: number;
  ai_reasoning: QuoteReasoning;
  rules_score: number;
  rules_criteria: Record<string, number>;
  is_recommended: boolean;
  status: QuoteStatus;
  closed_reason: ClosedReason | null;
  created_at: string;
  sent_at: string | null;
  accepted_at: string | null;
  accepted_by: number | null;
}
