import { ApiProperty } from '@nestjs/swagger';
import { WithDecimals } from '../../platform/http/answers/with-decimals.js';
import { type InsuranceType, insuranceTypes, type RiskCategory, riskCategories } from '../catalogue/index.js';

export class ProviderDto {
  /** @example 'generali' */
  code: string;
  /** @example 'Generali' */
  name: string;
  @WithDecimals() claim_settlement_ratio: number;
  @WithDecimals() solvency_ratio: number;
  @WithDecimals() payment_flexibility: number;
  @WithDecimals() service: number;
  @ApiProperty({ enum: insuranceTypes, isArray: true })
  insurance_types: InsuranceType[];
}

export class AcceptanceRulesDto {
  provider: string;
  @ApiProperty({ enum: insuranceTypes })
  insurance_type: InsuranceType;
  age_min: number;
  /** Null: no upper limit. */
  age_max: number | null;
  @ApiProperty({ enum: riskCategories, isArray: true })
  accepted_risk_categories: RiskCategory[];
  @WithDecimals() base_premium_multiplier: number;
  @WithDecimals() maximum_coverage: number;
  catalogue_version: string;
}
