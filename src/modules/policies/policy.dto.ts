import { ApiProperty } from '@nestjs/swagger';
import { moneyToWire } from '../../kernel/money.js';
import { daysBetween } from '../../kernel/term.js';
import { WithDecimals } from '../../platform/http/answers/with-decimals.js';
import { type InsuranceType, insuranceTypes } from '../catalogue/index.js';
import { type PolicyState, type PolicyStatus, policyStatuses } from './policy.table.js';
import { type CancellationRule } from './refund.js';

/** How a cancelled policy was settled. */
export class CancellationSummaryDto {
  @ApiProperty({ enum: ['cooling_off', 'pro_rata'] })
  rule: CancellationRule;
  /** Last day of cover; null where cover was undone from its start. */
  effective_date: string | null;
  @WithDecimals() refund: number;
  @WithDecimals() paid_back: number;
}

export class PolicyDto {
  id: number;
  /** @example 'INS-2026-000001' */
  policy_number: string;
  quote_id: number;
  prospect_id: number;
  /** @example 'axa' */
  provider: string;
  @ApiProperty({ enum: insuranceTypes })
  insurance_type: InsuranceType;
  @ApiProperty({ enum: policyStatuses })
  status: PolicyStatus;
  start_date: string;
  end_date: string;
  renewal_date: string;
  /** 1 is the first insured year. */
  term: number;
  @WithDecimals() annual_premium: number;
  @WithDecimals() monthly_premium: number;
  @WithDecimals() coverage_amount: number;
  @WithDecimals() deductible: number | null;
  signed_at: string;
  cancelled_at: string | null;
  @ApiProperty({ type: CancellationSummaryDto, nullable: true })
  cancellation: CancellationSummaryDto | null;
  /** @example '/api/v1/policies/1/pdf' */
  pdf_url: string;
  /** Days from today to the last insured day; negative once past. */
  days_until_expiry: number;
  is_active: boolean;
  version: number;
}

export function policyDto(state: PolicyState, today: string): PolicyDto {
  const {
    id,
    policy_number,
    quote_id,
    prospect_id,
    provider,
    insurance_type,
    status,
    start_date,
    end_date,
    renewal_date,
    term,
    signed_at,
    cancelled_at,
    cancellation,
    version,
  } = state;
  return {
    id,
    policy_number,
    quote_id,
    prospect_id,
    provider,
    insurance_type,
    status,
    start_date,
    end_date,
    renewal_date,
    term,
    annual_premium: moneyToWire(state.annual_premium),
    monthly_premium: moneyToWire(state.monthly_premium),
    coverage_amount: moneyToWire(state.coverage_amount),
    deductible: state.deductible === null ? null : moneyToWire(state.deductible),
    signed_at,
    cancelled_at,
    cancellation: cancellation && {
      rule: cancellation.rule,
      effective_date: cancellation.effective_date,
      refund: moneyToWire(cancellation.refund),
      paid_back: moneyToWire(cancellation.paid_back),
    },
    pdf_url: `/api/v1/policies/${id}/pdf`,
    days_until_expiry: daysBetween(today, end_date),
    is_active: status === 'active',
    version,
  };
}
