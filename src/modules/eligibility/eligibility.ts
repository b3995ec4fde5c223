import { type FieldError, invalidFields } from '../../kernel/domain-error.js';
import { compareMoney, exact, money, type Money } from '../../kernel/money.js';
import { ageOn, type IsoDate } from '../../kernel/term.js';
import {
  productsOf,
  type CatalogueVersion,
  type InsuranceType,
  type Product,
  type RiskCategory,
} from '../catalogue/index.js';

/** What the acceptance rules need to know of a prospect. */
export interface Applicant {
  prospect_type: 'individual' | 'family' | 'business';
  /** Ignored for a business. */
  birth_date: IsoDate | null;
  /** null counts as medium, and the answer says so. */
  risk_category: RiskCategory | null;
}

export type ReasonCode =
  | 'type_not_for_business'
  | 'birth_date_missing'
  | 'age_below_minimum'
  | 'age_above_maximum'
  | 'risk_not_accepted'
  | 'coverage_above_maximum';

/** Why a provider refuses, for a machine and for a person. */
export interface Reason {
  code: ReasonCode;
  text: string;
}

export interface ProviderEligibility {
  provider: string;
  is_eligible: boolean;
  /** The text of the first reason; null when eligible. */
  reason: string | null;
  reasons: Reason[];
  /** The yearly estimate before coverage and loadings; null when refused. */
  base_premium: Money | null;
  coverage_max: Money;
  notes: string | null;
}

export interface EligibilityCheck {
  eligible_count: number;
  ineligible_count: number;
  /** In the catalogue's order. */
  providers: ProviderEligibility[];
  /** The lowest estimate, ties in the catalogue's order; null when nobody accepts. */
  best_provider: string | null;
  lowest_premium: Money | null;
  risk_assumed: boolean;
  catalogue_version: string;
}

/** What a prospect without a risk category counts as. */
export const ASSUMED_RISK: RiskCategory = 'medium';

/**
 * Asks every provider with a product of that type; without a coverage its limit is not looked at.
 * Refuses a birth date after `today` as `validation_failed`.
 */
export function checkEligibility(
  catalogue: CatalogueVersion,
  applicant: Applicant,
  insuranceType: InsuranceType,
  coverage: Money | null,
  today: IsoDate,
): EligibilityCheck {
  const risk = applicant.risk_category ?? ASSUMED_RISK;
  const riskAssumed = applicant.risk_category === null;
  const age = ageOfApplicant(applicant, today);
  const providers = productsOf(catalogue, insuranceType).map((product): ProviderEligibility => {
    const reasons = reasonsToRefuse(catalogue, product, { applicant, age, risk, coverage });
    const isEligible = reasons.length === 0;
    return {
      provider: product.provider,
      is_eligible: isEligible,
      reason: reasons[0]?.text ?? null,
      reasons,
      base_premium: isEligible ? estimate(catalogue, product, risk) : null,
      coverage_max: product.maximum_coverage,
      notes: isEligible && riskAssumed ? `Estimated at ${ASSUMED_RISK} risk: no risk category is recorded` : null,
    };
  });
  const best = cheapest(providers);
  const eligibleCount = providers.filter((one) => one.is_eligible).length;
  return {
    eligible_count: eligibleCount,
    ineligible_count: providers.length - eligibleCount,
    providers,
    best_provider: best?.provider ?? null,
    lowest_premium: best?.base_premium ?? null,
    risk_assumed: riskAssumed,
    catalogue_version: catalogue.version,
  };
}

/** Full years for the rules and the tariff: null for a business and where no birth date is known. */
export function ageOfApplicant(applicant: Applicant, today: IsoDate): number | null {
  if (applicant.prospect_type === 'business' || applicant.birth_date === null) return null;
  const findings = birthDateFindings(applicant.birth_date, today);
  if (findings.length > 0) throw invalidFields(findings);
  return ageOn(applicant.birth_date, today);
}

/** What is wrong with a birth date as of today. */
export function birthDateFindings(birthDate: IsoDate, today: IsoDate): FieldError[] {
  if (birthDate <= today) return [];
  const message = `Birth date ${birthDate} is in the future; it must be on or before ${today}`;
  return [{ field: 'birth_date', code: 'birth_date_in_future', message }];
}

interface Request {
  applicant: Applicant;
  age: number | null;
  risk: RiskCategory;
  coverage: Money | null;
}

function reasonsToRefuse(catalogue: CatalogueVersion, product: Product, request: Request): Reason[] {
  const { applicant, age, risk, coverage } = request;
  const isBusiness = applicant.prospect_type === 'business';
  if (isBusiness && !catalogue.tariffs[product.insurance_type].offered_to_businesses) {
    const text = `${capitalised(product.insurance_type)} insurance is not offered to businesses`;
    return [{ code: 'type_not_for_business', text }];
  }
  const reasons: Reason[] = [];
  const refuse = (code: ReasonCode, text: string) => reasons.push({ code, text });
  if (!isBusiness && age === null) refuse('birth_date_missing', 'Birth date required');
  if (age !== null && age < product.age_min) {
    refuse('age_below_minimum', `Age ${age} below minimum ${product.age_min}`);
  }
  if (age !== null && product.age_max !== null && age > product.age_max) {
    refuse('age_above_maximum', `Age ${age} exceeds maximum ${product.age_max}`);
  }
  if (!product.accepted_risk_categories.includes(risk)) {
    refuse('risk_not_accepted', `Risk category '${risk}' not accepted`);
  }
  if (coverage !== null && compareMoney(coverage, product.maximum_coverage) > 0) {
    const maximum = centsOnlyIfAny(product.maximum_coverage);
    refuse('coverage_above_maximum', `Coverage ${centsOnlyIfAny(coverage)} exceeds maximum ${maximum}`);
  }
  return reasons;
}

function estimate(catalogue: CatalogueVersion, product: Product, risk: RiskCategory): Money {
  const { base_premium: base } = catalogue.tariffs[product.insurance_type];
  return money(exact(base).times(product.multiplier).times(catalogue.risk_factors[risk]));
}

function cheapest(providers: ProviderEligibility[]): ProviderEligibility | undefined {
  let best: ProviderEligibility | undefined;
  for (const one of providers) {
    if (one.base_premium === null) continue;
    if (!best?.base_premium || compareMoney(one.base_premium, best.base_premium) < 0) best = one;
  }
  return best;
}

function centsOnlyIfAny(amount: Money): string {
  return money(amount).replace(/\.00$/, '');
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
