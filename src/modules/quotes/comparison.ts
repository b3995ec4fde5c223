import { Aggregate, type AggregateState, type Fold, type Moment } from '../../kernel/aggregate.js';
import { type Money } from '../../kernel/money.js';
import { type InsuranceType, type OccupationRisk, type RiskCategory } from '../catalogue/index.js';
import { type PricedFor, type Reason } from '../eligibility/index.js';
import { type ComparisonEvent } from './quote.events.js';

/** Who ranked a comparison, and at what cost. */
export interface AdvisorRecord {
  source: 'claude' | 'rules';
  model: string | null;
  prompt_version: string | null;
  latency_ms: number;
  fallback_reason: string | null;
  input_tokens: number;
  output_tokens: number;
  cached: boolean;
}

export interface ComparisonState extends AggregateState {
  prospect_id: number;
  insurance_type: InsuranceType;
  coverage_amount: Money;
  risk_category: RiskCategory;
  risk_assumed: boolean;
  /** What the prospect was when it was rated; null where that was not kept yet. */
  priced_for: PricedFor | null;
  smoker: boolean;
  has_preexisting_conditions: boolean;
  occupation_risk: OccupationRisk;
  catalogue_version: string;
  recommended_provider: string;
  ai_reasoning: string;
  risk_assessment: string;
  additional_notes: string;
  advisor: AdvisorRecord;
  /** The providers that refuse, with all their reasons. */
  excluded: { provider: string; reasons: Reason[] }[];
  generated_by: number;
  generated_at: string;
}

/** The quotes generated together, with the advisor's ranking. */
export class Comparison extends Aggregate<ComparisonState, ComparisonEvent> {
  protected readonly fold = foldComparison;

  generate(comparison: ComparisonEvent['data'], moment: Moment): void {
    this.apply('ComparisonGenerated', comparison, moment);
  }
}

export const foldComparison: Fold<ComparisonState, ComparisonEvent> = (_state, event) => {
  const { quotes: _, ...comparison } = event.data;
  return { ...comparison, generated_at: event.occurred_at };
};

/** Sealed with the prospect's key: the facts that priced it, and declarations about health and work. */
export const PERSONAL_FIELDS = ['priced_for', 'smoker', 'has_preexisting_conditions', 'occupation_risk'] as const;
