import { ApiProperty } from '@nestjs/swagger';
import { moneyToWire } from '../../kernel/money.js';
import { WithDecimals } from '../../platform/http/answers/with-decimals.js';
import { type CatalogueVersion } from './catalogue.js';
import { type RiskCategory, riskCategories } from './enumerations.js';
import { type InsuranceType, insuranceTypes } from './insurance-types.js';

export class CatalogueVersionSummaryDto {
  /** @example '2026.1' */
  version: string;
  effective_from: string;
  /** The last day; null while no successor is published. */
  effective_to: string | null;
}

export class CatalogueProviderDto {
  code: string;
  name: string;
  @WithDecimals() claim_settlement_ratio: number;
  @WithDecimals() solvency_ratio: number;
  @WithDecimals() payment_flexibility: number;
  @WithDecimals() service: number;
}

export class ProductDto {
  provider: string;
  @ApiProperty({ enum: insuranceTypes })
  insurance_type: InsuranceType;
  age_min: number;
  age_max: number | null;
  @ApiProperty({ enum: riskCategories, isArray: true })
  accepted_risk_categories: RiskCategory[];
  @WithDecimals() multiplier: number;
  @WithDecimals() maximum_coverage: number;
  @WithDecimals() deductible: number | null;
}

export class TariffDto {
  @ApiProperty({ enum: insuranceTypes })
  insurance_type: InsuranceType;
  @WithDecimals() base_premium: number;
  @WithDecimals() reference_coverage: number;
  offered_to_businesses: boolean;
  cooling_off_days: number;
}

export class CatalogueVersionDto extends CatalogueVersionSummaryDto {
  providers: CatalogueProviderDto[];
  products: ProductDto[];
  tariffs: TariffDto[];
}

/** A version as everybody may read it: commission rates are not among it. */
export function catalogueVersionDto(catalogue: CatalogueVersion): CatalogueVersionDto {
  const { version, effective_from, effective_to, providers, products, tariffs } = catalogue;
  return {
    version,
    effective_from,
    effective_to,
    providers: providers.map((provider) => ({ ...provider })),
    products: products.map((product) => ({
      ...product,
      accepted_risk_categories: [...product.accepted_risk_categories],
      multiplier: Number(product.multiplier),
      maximum_coverage: moneyToWire(product.maximum_coverage),
      deductible: product.deductible === null ? null : moneyToWire(product.deductible),
    })),
    tariffs: insuranceTypes.map((insurance_type) => {
      const { base_premium, coverage, offered_to_businesses, cooling_off_days } = tariffs[insurance_type];
      return {
        insurance_type,
        base_premium: moneyToWire(base_premium),
        reference_coverage: moneyToWire(coverage.reference),
        offered_to_businesses,
        cooling_off_days,
      };
    }),
  };
}
