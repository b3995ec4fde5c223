import { type IsoDate } from '../../kernel/term.js';
import { type RiskCategory } from '../catalogue/index.js';
import { type Applicant, ASSUMED_RISK } from './eligibility.js';

/** The facts of a prospect that price a quote. Never the age: a birthday breaks no binding offer. */
const PRICING_FACTS = ['birth_date', 'prospect_type', 'risk_category'] as const;
export type PricingFact = (typeof PRICING_FACTS)[number];

/** An applicant as it is rated. */
export interface PricedFor {
  prospect_type: Applicant['prospect_type'];
  /** null for a business, whose contact's age prices nothing. */
  birth_date: IsoDate | null;
  /** As it counts: medium where none is recorded. */
  risk_category: RiskCategory;
}

/** What of an applicant its premiums follow from. */
export function pricedFor({ prospect_type, birth_date, risk_category }: Applicant): PricedFor {
  return {
    prospect_type,
    birth_date: prospect_type === 'business' ? null : birth_date,
    risk_category: risk_category ?? ASSUMED_RISK,
  };
}

/** The facts of the second that are not known to be those of the first. */
export function changedFacts(before: Partial<PricedFor>, now: PricedFor): PricingFact[] {
  return PRICING_FACTS.filter((fact) => before[fact] !== now[fact]);
}
