import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsAmount, IsId } from '../../../platform/http/input/validators.js';
import { WithDecimals } from '../../../platform/http/answers/with-decimals.js';
import { type InsuranceType, insuranceTypes } from '../../catalogue/index.js';

/** The most that can be asked for, in EUR. */
export const MOST_COVERAGE = 10_000_000;

export class CheckEligibilityDto {
  /** @example 1 */
  @IsId()
  prospect_id: number;

  @ApiProperty({ enum: insuranceTypes, example: 'life' })
  @IsIn(insuranceTypes)
  insurance_type: InsuranceType;

  /**
   * EUR, at most two decimals. Without it the providers' limits are not looked at.
   * @example 500000
   */
  @IsOptional()
  @IsAmount(MOST_COVERAGE)
  coverage_amount?: number;
}

export class ReasonDto {
  /** @example 'age_above_maximum' */
  code: string;
  /** @example 'Age 72 exceeds maximum 65' */
  text: string;
}

export class ProviderEligibilityDto {
  /** @example 'generali' */
  provider: string;
  is_eligible: boolean;
  /** The first reason; null if eligible. */
  reason: string | null;
  /** Every reason that applies. */
  reasons: ReasonDto[];
  /** EUR a year, before coverage and loadings; null if refused. */
  @WithDecimals() base_premium: number | null;
  @WithDecimals() coverage_max: number;
  notes: string | null;
}

export class EligibilityDto {
  prospect_id: number;
  @ApiProperty({ enum: insuranceTypes })
  insurance_type: InsuranceType;
  eligible_count: number;
  ineligible_count: number;
  providers: ProviderEligibilityDto[];
  /** The lowest estimate. */
  best_provider: string | null;
  @WithDecimals() lowest_premium: number | null;
  /** No risk category is recorded, so medium was assumed. */
  risk_assumed: boolean;
  catalogue_version: string;
}
