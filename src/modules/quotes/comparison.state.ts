import { type AggregateState } from '../../kernel/aggregate.js';
import { type Money } from '../../kernel/money.js';
import { type InsuranceType, type OccupationRisk, type RiskCategory } from '../catalogue/index.js';
import { type PricedFor, type Reason } from '../eligibility/index.js';

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
