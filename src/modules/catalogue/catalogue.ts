import { type IsoDate } from '../../kernel/term.js';
import { type Money } from '../../kernel/money.js';
import {
  type BeneficiaryRole,
  type EarnedCommissionType,
  type OccupationRisk,
  type RiskCategory,
} from './enumerations.js';
import { type InsuranceType } from './insurance-types.js';

/** An exact decimal as text, as written in the catalogue: `'1.10'`, `'0.015'`. */
export type DecimalText = string;

/**
 * Everything that decides and prices insurance between two days, as one immutable value: the pure rules receive it
 * as an argument. A published version never changes but for `effective_to`, which its successor sets.
 */
export interface CatalogueVersion {
  /** `2026.1` */
  readonly version: string;
  readonly effective_from: IsoDate;
  /** Last day, included; null while no successor is published. */
  readonly effective_to: IsoDate | null;
  /** In the order in which answers list them and ties are decided. */
  readonly providers: readonly Provider[];
  readonly products: readonly Product[];
  readonly tariffs: Readonly<Record<InsuranceType, Tariff>>;
  readonly risk_factors: Readonly<Record<RiskCategory, DecimalText>>;
  readonly commission_rates: readonly CommissionRate[];
}

/** An insurance company; its figures are what an advisor may weigh. */
export interface Provider {
  /** Key in the catalogue, quotes and policies: `unipolsai`. */
  readonly code: string;
  /** As people write it: `UnipolSai`. */
  readonly name: string;
  /** Claims settled per 100 notified. */
  readonly claim_settlement_ratio: number;
  /** Own funds per 100 of required capital. */
  readonly solvency_ratio: number;
  /** 0 (one payment a year) to 100 (any rhythm, free changes). */
  readonly payment_flexibility: number;
  /** 0 to 100. */
  readonly service: number;
}

/** One provider's offer for one insurance type. */
export interface Product {
  readonly provider: string;
  readonly insurance_type: InsuranceType;
  /** Full years, included. */
  readonly age_min: number;
  /** Full years, included; null: no upper limit. */
  readonly age_max: number | null;
  readonly accepted_risk_categories: readonly RiskCategory[];
  readonly multiplier: DecimalText;
  readonly maximum_coverage: Money;
  /** What the insured bears of each claim; null: nothing. */
  readonly deductible: Money | null;
}

/** How an insurance type is priced, the same for every provider. */
export interface Tariff {
  readonly base_premium: Money;
  readonly offered_to_businesses: boolean;
  /** Days after the signing day within which a first term can be undone. */
  readonly cooling_off_days: number;
  readonly coverage: CoverageFactor;
  readonly age: AgeFactor;
  readonly smoker: DecimalText;
  readonly conditions: DecimalText;
  readonly occupation: Readonly<Record<OccupationRisk, DecimalText>>;
}

/** fixed + slope × coverage / reference: 1 at the reference coverage. */
export interface CoverageFactor {
  readonly reference: Money;
  readonly fixed: DecimalText;
  readonly slope: DecimalText;
}

/** Bands by full years, both ends included (`to` null: and older), or 1 + per_year for each year above an age. */
export type AgeFactor =
  | { readonly kind: 'bands'; readonly bands: readonly AgeBand[] }
  | { readonly kind: 'slope'; readonly above: number; readonly per_year: DecimalText };

export interface AgeBand {
  readonly from: number;
  readonly to: number | null;
  readonly factor: DecimalText;
}

/** Per cent of the term's annual premium. */
export interface CommissionRate {
  readonly commission_type: EarnedCommissionType;
  readonly role: BeneficiaryRole;
  readonly percentage: DecimalText;
}

export function findProvider(catalogue: CatalogueVersion, code: string): Provider | undefined {
  return catalogue.providers.find((provider) => provider.code === code);
}

export function findProduct(catalogue: CatalogueVersion, provider: string, type: InsuranceType): Product | undefined {
  return catalogue.products.find((product) => product.provider === provider && product.insurance_type === type);
}

/** The products of one insurance type, in the order of the providers. */
export function productsOf(catalogue: CatalogueVersion, type: InsuranceType): Product[] {
  return catalogue.providers.flatMap((provider) => findProduct(catalogue, provider.code, type) ?? []);
}
