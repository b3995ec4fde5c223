import { type Money } from '../../kernel/money.js';
import { type IsoDate } from '../../kernel/term.js';
import {
  type CatalogueVersion,
  findProduct,
  type InsuranceType,
  type OccupationRisk,
  type Product,
  type RiskCategory,
} from '../catalogue/index.js';
import {
  ageOfApplicant,
  type Applicant,
  ASSUMED_RISK,
  checkEligibility,
  type EligibilityCheck,
  type Reason,
} from './eligibility.js';
import { type RatedPremium, ratePremium } from './premium.js';

/** What is asked of every provider. */
export interface InsuranceNeed {
  insurance_type: InsuranceType;
  coverage_amount: Money;
  smoker: boolean;
  has_preexisting_conditions: boolean;
  occupation_risk: OccupationRisk;
}

/** A provider that accepts, at its price. */
export interface Offer {
  product: Product;
  premium: RatedPremium;
}

/** Every provider of the catalogue, either with its price or with its reasons. */
export interface Offers {
  risk: RiskCategory;
  offers: Offer[];
  excluded: { provider: string; reasons: Reason[] }[];
  check: EligibilityCheck;
}

/** Asks all providers and prices those that accept. */
export function offersFor(
  catalogue: CatalogueVersion,
  applicant: Applicant,
  need: InsuranceNeed,
  today: IsoDate,
): Offers {
  const check = checkEligibility(catalogue, applicant, need.insurance_type, need.coverage_amount, today);
  const risk = applicant.risk_category ?? ASSUMED_RISK;
  const rated = {
    coverage: need.coverage_amount,
    age: ageOfApplicant(applicant, today),
    risk,
    smoker: need.smoker,
    conditions: need.has_preexisting_conditions,
    occupation: need.occupation_risk,
  };
  const accepting = check.providers.filter((one) => one.is_eligible);
  return {
    risk,
    offers: accepting.map(({ provider }) => ({
      product: findProduct(catalogue, provider, need.insurance_type)!,
      premium: ratePremium(catalogue, provider, need.insurance_type, rated),
    })),
    excluded: check.providers.filter((one) => !one.is_eligible).map(({ provider, reasons }) => ({ provider, reasons })),
    check,
  };
}
