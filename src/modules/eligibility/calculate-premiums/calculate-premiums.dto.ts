import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { IsAmount, IsDay, IsId } from '../../../platform/http/input/validators.js';
import { WithDecimals } from '../../../platform/http/answers/with-decimals.js';
import {
  type InsuranceType,
  insuranceTypes,
  type OccupationRisk,
  occupationRisks,
  type RiskCategory,
  riskCategories,
} from '../../catalogue/index.js';
import { MOST_COVERAGE, ReasonDto } from '../check-eligibility/check-eligibility.dto.js';

/** What loads a premium beside age and risk. */
export class LoadingsDto {
  @IsOptional()
  @IsBoolean()
  has_preexisting_conditions?: boolean = false;

  @IsOptional()
  @IsBoolean()
  smoker?: boolean = false;

  @ApiProperty({ enum: occupationRisks, default: 'standard', required: false })
  @IsOptional()
  @IsIn(occupationRisks)
  occupation_risk?: OccupationRisk = 'standard';
}

export class CalculatePremiumsDto extends LoadingsDto {
  /** A prospect, or else a birth date. */
  @IsOptional()
  @IsId()
  prospect_id?: number;

  /** @example '1985-03-15' */
  @IsOptional()
  @IsDay()
  birth_date?: string;

  @ApiProperty({ enum: riskCategories, required: false })
  @IsOptional()
  @IsIn(riskCategories)
  risk_category?: RiskCategory;

  @ApiProperty({ enum: insuranceTypes, example: 'life' })
  @IsIn(insuranceTypes)
  insurance_type: InsuranceType;

  /** @example 500000 */
  @IsAmount(MOST_COVERAGE)
  coverage_amount: number;
}

/** Base and factors, which multiply to `unrounded`; rounded once, that is the annual premium. */
export class PremiumBreakdownDto {
  @WithDecimals() base: number;
  @WithDecimals() provider_multiplier: number;
  @WithDecimals() risk: number;
  @WithDecimals() coverage: number;
  @WithDecimals() age: number;
  @WithDecimals() smoker: number;
  @WithDecimals() conditions: number;
  @WithDecimals() occupation: number;
  /** Exact, as text. */
  unrounded: string;
  @WithDecimals() annual_premium: number;
}

export class CalculatedPremiumDto {
  provider: string;
  is_eligible: boolean;
  reasons: ReasonDto[];
  @WithDecimals() annual_premium: number | null;
  @WithDecimals() monthly_premium: number | null;
  @ApiProperty({ type: PremiumBreakdownDto, nullable: true })
  premium_breakdown: PremiumBreakdownDto | null;
}

export class CalculatedPremiumsDto {
  @ApiProperty({ enum: insuranceTypes })
  insurance_type: InsuranceType;
  @WithDecimals() coverage_amount: number;
  risk_assumed: boolean;
  catalogue_version: string;
  premiums: CalculatedPremiumDto[];
}
