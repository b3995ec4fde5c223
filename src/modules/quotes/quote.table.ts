import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DayColumn, InstantColumn, MoneyColumn } from '../../platform/database/columns.js';
import { type InsuranceType, type OccupationRisk, type RiskCategory } from '../catalogue/index.js';
import { type PremiumBreakdown, type PricedFor } from '../eligibility/index.js';
import { type AdvisorRecord, type ComparisonState } from './comparison.state.js';
import { type ClosedReason, type QuoteReasoning, type QuoteState, type QuoteStatus } from './quote.state.js';

@Entity('comparison')
export class ComparisonRow implements ComparisonState {
  @PrimaryColumn('int') id: number;
  @Column('int') version: number;
  @Column('int') prospect_id: number;
  @Column('text') insurance_type: InsuranceType;
  @MoneyColumn() coverage_amount: string;
  @Column('text') risk_category: RiskCategory;
  @Column('boolean') risk_assumed: boolean;
  @Column('jsonb', { nullable: true }) priced_for: PricedFor | null;
  @Column('boolean') smoker: boolean;
  @Column('boolean') has_preexisting_conditions: boolean;
  @Column('text') occupation_risk: OccupationRisk;
  @Column('text') catalogue_version: string;
  @Column('text') recommended_provider: string;
  @Column('text') ai_reasoning: string;
  @Column('text') risk_assessment: string;
  @Column('text') additional_notes: string;
  @Column('jsonb') advisor: AdvisorRecord;
  @Column('jsonb') excluded: ComparisonState['excluded'];
  @Column('int') generated_by: number;
  @InstantColumn() generated_at: string;
}

@Entity('quote')
export class QuoteRow implements QuoteState {
  @PrimaryColumn('int') id: number;
  @Column('int') version: number;
  @Column('int') comparison_id: number;
  @Column('int') prospect_id: number;
  @Column('text') provider: string;
  @Column('text') insurance_type: InsuranceType;
  @MoneyColumn() coverage_amount: string;
  @MoneyColumn() annual_premium: string;
  @MoneyColumn() monthly_premium: string;
  @Column('jsonb') premium_breakdown: PremiumBreakdown;
  @MoneyColumn({ nullable: true }) deductible: string | null;
  @Column('text') catalogue_version: string;
  @DayColumn() valid_until: string;
  @Column('int') rank: number;
  @Column('real') ai_score: number;
  @Column('jsonb') ai_reasoning: QuoteReasoning;
  @Column('real') rules_score: number;
  @Column('jsonb') rules_criteria: Record<string, number>;
  @Column('boolean') is_recommended: boolean;
  @Column('text') status: QuoteStatus;
  @Column('text', { nullable: true }) closed_reason: ClosedReason | null;
  @InstantColumn() created_at: string;
  @InstantColumn({ nullable: true }) sent_at: string | null;
  @InstantColumn({ nullable: true }) accepted_at: string | null;
  @Column('int', { nullable: true }) accepted_by: number | null;
}
