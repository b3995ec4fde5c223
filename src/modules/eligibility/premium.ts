import { exact, money, type Money } from '../../kernel/money.js';
import {
  findProduct,
  type AgeFactor,
  type CatalogueVersion,
  type CoverageFactor,
  type DecimalText,
  type InsuranceType,
  type OccupationRisk,
  type RiskCategory,
} from '../catalogue/index.js';

/** What the premium depends on beside the product. */
export interface RatedRisk {
  coverage: Money;
  /** Full years; null for a business, whose age factor is 1. */
  age: number | null;
  risk: RiskCategory;
  smoker: boolean;
  /** Pre-existing conditions declared. */
  conditions: boolean;
  occupation: OccupationRisk;
}

/**
 * Every factor as exact text. base × all factors is `unrounded`; rounded once, half up to the cent, it is
 * `annual_premium`.
 */
export interface PremiumBreakdown {
  base: Money;
  provider_multiplier: DecimalText;
  risk: DecimalText;
  coverage: DecimalText;
  age: DecimalText;
  smoker: DecimalText;
  conditions: DecimalText;
  occupation: DecimalText;
  unrounded: DecimalText;
  annual_premium: Money;
}

export interface RatedPremium {
  annual_premium: Money;
  /** A twelfth of the annual premium, rounded half up; what is paid each month is the policy's payment plan. */
  monthly_premium: Money;
  breakdown: PremiumBreakdown;
}

const NO_LOADING = '1.00';
const COVERAGE_FACTOR_DECIMALS = 4;
const MONTHS = 12;

/**
 * Prices one product. It does not ask whether the provider accepts the risk; that is `checkEligibility`.
 * Throws a RangeError when the provider has no product of that type in the catalogue.
 */
export function ratePremium(
  catalogue: CatalogueVersion,
  provider: string,
  insuranceType: InsuranceType,
  rated: RatedRisk,
): RatedPremium {
  const product = findProduct(catalogue, provider, insuranceType);
  if (!product) throw new RangeError(`${provider} has no ${insuranceType} product in ${catalogue.version}`);
  const tariff = catalogue.tariffs[insuranceType];
  const factors = {
    provider_multiplier: product.multiplier,
    risk: catalogue.risk_factors[rated.risk],
    coverage: coverageFactor(tariff.coverage, rated.coverage),
    age: rated.age === null ? NO_LOADING : ageFactor(tariff.age, rated.age),
    smoker: rated.smoker ? tariff.smoker : NO_LOADING,
    conditions: rated.conditions ? tariff.conditions : NO_LOADING,
    occupation: tariff.occupation[rated.occupation],
  };
  const unrounded = Object.values(factors).reduce(
    (premium, factor) => premium.times(factor),
    exact(tariff.base_premium),
  );
  const annualPremium = money(unrounded);
  return {
    annual_premium: annualPremium,
    monthly_premium: money(exact(annualPremium).dividedBy(MONTHS)),
    breakdown: {
      base: tariff.base_premium,
      ...factors,
      unrounded: unrounded.toFixed(),
      annual_premium: annualPremium,
    },
  };
}

function coverageFactor(factor: CoverageFactor, coverage: Money): DecimalText {
  const share = exact(coverage).dividedBy(factor.reference);
  return exact(factor.fixed).plus(share.times(factor.slope)).toFixed(COVERAGE_FACTOR_DECIMALS);
}

function ageFactor(factor: AgeFactor, age: number): DecimalText {
  if (factor.kind === 'slope') {
    const loading = exact(factor.per_year)
      .times(Math.max(0, age - factor.above))
      .plus(1);
    return loading.toFixed(Math.max(2, loading.decimalPlaces()));
  }
  const band = factor.bands.find(({ from, to }) => age >= from && (to === null || age <= to));
  if (!band) throw new RangeError(`no tariff band for age ${age}`);
  return band.factor;
}
