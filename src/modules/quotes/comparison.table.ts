import {
  boolean,
  health,
  instant,
  int,
  json,
  money,
  none,
  nullable,
  oneOf,
  personal,
  text,
} from '../../kernel/fields.js';
import { aggregateColumns, type RowOf, table } from '../../platform/database/table.js';
import { insuranceTypes, occupationRisks, riskCategories } from '../catalogue/index.js';
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

export const COMPARISON = table('comparison', {
  ...aggregateColumns,
  prospect_id: none(int),
  insurance_type: none(oneOf(insuranceTypes)),
  coverage_amount: none(money),
  risk_category: none(oneOf(riskCategories)),
  risk_assumed: none(boolean),
  /** What the prospect was when it was rated; null where that was not kept yet. */
  priced_for: personal(nullable(json<PricedFor>()), null),
  smoker: health(boolean, false),
  has_preexisting_conditions: health(boolean, false),
  occupation_risk: personal(oneOf(occupationRisks), 'standard'),
  catalogue_version: none(text),
  recommended_provider: none(text),
  ai_reasoning: none(text),
  risk_assessment: none(text),
  additional_notes: none(text),
  advisor: none(json<AdvisorRecord>()),
  /** The providers that refuse, with all their reasons. */
  excluded: none(json<{ provider: string; reasons: Reason[] }[]>()),
  generated_by: none(int),
  generated_at: none(instant),
});

export type ComparisonState = RowOf<typeof COMPARISON>;
