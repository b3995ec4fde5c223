import { ApiProperty } from '@nestjs/swagger';
import { moneyToWire } from '../../kernel/money.js';
import { DECIMAL, WithDecimals } from '../../platform/http/answers/with-decimals.js';
import { type InsuranceType, insuranceTypes, type RiskCategory, riskCategories } from '../catalogue/index.js';
import { breakdownToWire, PremiumBreakdownDto, ReasonDto } from '../eligibility/index.js';
import { type ProspectType, prospectTypes } from '../prospects/index.js';
import { type ComparisonState } from './comparison.table.js';
import { type ClosedReason, closedReasons, type QuoteState, type QuoteStatus, quoteStatuses } from './quote.table.js';

export class QuoteReasoningDto {
  pros: string[];
  cons: string[];
  key_features: string[];
  reasoning: string;
}

export class QuoteDto {
  id: number;
  comparison_id: number;
  prospect_id: number;
  /** @example 'axa' */
  provider: string;
  @ApiProperty({ enum: insuranceTypes })
  insurance_type: InsuranceType;
  @WithDecimals() coverage_amount: number;
  @WithDecimals() annual_premium: number;
  @WithDecimals() monthly_premium: number;
  premium_breakdown: PremiumBreakdownDto;
  @WithDecimals() deductible: number | null;
  @ApiProperty({ enum: quoteStatuses })
  status: QuoteStatus;
  @ApiProperty({ enum: closedReasons, nullable: true })
  closed_reason: ClosedReason | null;
  /** The last day on which it can be accepted. */
  valid_until: string;
  /** Place in the ranking, 1 is best. */
  rank: number;
  /** 0 to 100, by the advisor that ranked. */
  @WithDecimals() ai_score: number;
  ai_reasoning: QuoteReasoningDto;
  /** 0 to 100, by the rules. */
  @WithDecimals() rules_score: number;
  /** The rules' points per criterion, 0 to 100. */
  @ApiProperty({ type: 'object', additionalProperties: DECIMAL })
  rules_criteria: Record<string, number>;
  is_recommended: boolean;
  catalogue_version: string;
  created_at: string;
  sent_at: string | null;
  accepted_at: string | null;
  accepted_by: number | null;
  version: number;
}

export class AdvisorDto {
  /** `rules` where Claude was not asked or its answer could not be used. */
  @ApiProperty({ enum: ['claude', 'rules'] })
  source: 'claude' | 'rules';
  model: string | null;
  prompt_version: string | null;
  latency_ms: number;
  /** Why the rules' ranking is shown. */
  fallback_reason: string | null;
  input_tokens: number;
  output_tokens: number;
  cached: boolean;
}

export class ExcludedProviderDto {
  provider: string;
  reasons: ReasonDto[];
}

/** What the prospect was when it was rated; its quotes bind while it is. */
export class PricedForDto {
  @ApiProperty({ enum: prospectTypes })
  prospect_type: ProspectType;
  /** null for a business. */
  birth_date: string | null;
  /** As it counted: medium where none was recorded. */
  @ApiProperty({ enum: riskCategories })
  risk_category: RiskCategory;
}

export class ComparisonDto {
  comparison_id: number;
  prospect_id: number;
  @ApiProperty({ enum: insuranceTypes })
  insurance_type: InsuranceType;
  @WithDecimals() coverage_amount: number;
  /** Best first. */
  quotes: QuoteDto[];
  recommended_provider: string;
  ai_reasoning: string;
  risk_assessment: string;
  additional_notes: string;
  generated_at: string;
  advisor: AdvisorDto;
  /** The providers that refuse, with all their reasons. */
  excluded: ExcludedProviderDto[];
  risk_assumed: boolean;
  /** null where that was not kept yet. */
  @ApiProperty({ type: PricedForDto, nullable: true })
  priced_for: PricedForDto | null;
  catalogue_version: string;
}

export function quoteDto(state: QuoteState): QuoteDto {
  return {
    ...state,
    coverage_amount: moneyToWire(state.coverage_amount),
    annual_premium: moneyToWire(state.annual_premium),
    monthly_premium: moneyToWire(state.monthly_premium),
    premium_breakdown: breakdownToWire(state.premium_breakdown),
    deductible: state.deductible === null ? null : moneyToWire(state.deductible),
  };
}

export function comparisonDto(comparison: ComparisonState, quotes: readonly QuoteState[]): ComparisonDto {
  const {
    id,
    prospect_id,
    insurance_type,
    recommended_provider,
    ai_reasoning,
    risk_assessment,
    additional_notes,
    generated_at,
  } = comparison;
  return {
    comparison_id: id,
    prospect_id,
    insurance_type,
    coverage_amount: moneyToWire(comparison.coverage_amount),
    quotes: [...quotes].sort((a, b) => a.rank - b.rank).map(quoteDto),
    recommended_provider,
    ai_reasoning,
    risk_assessment,
    additional_notes,
    generated_at,
    advisor: comparison.advisor,
    excluded: comparison.excluded,
    risk_assumed: comparison.risk_assumed,
    priced_for: comparison.priced_for,
    catalogue_version: comparison.catalogue_version,
  };
}
