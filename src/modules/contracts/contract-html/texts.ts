import { type OccupationRisk } from '../../catalogue/index.js';
import { type PolicyState } from '../../policies/index.js';
import { type ProspectType } from '../../prospects/index.js';
import { type Labels } from './labels.js';

/** Facts that the terms and conditions name, already written in the contract's language. */
export interface TermFacts {
  company: string;
  provider: string;
  start: string;
  end: string;
  renewal: string;
  annualPremium: string;
  instalments: number;
  /** Whether the premium depends on a person's age. */
  aged: boolean;
  /** Null from the second term on, which has no cooling-off right. */
  coolingOffDays: number | null;
}

/** Every word of the contract in one language. */
export interface Texts {
  title: string;
  subject(insuranceType: string, provider: string): string;
  labels: Labels;
  none: string;
  yes: string;
  no: string;
  statuses: Record<PolicyState['status'], string>;
  partyTypes: Record<ProspectType, string>;
  occupationRisks: Record<OccupationRisk, string>;
  /** What each factor of the premium stands for. */
  breakdown: {
    base: string;
    multiplier(provider: string): string;
    risk: string;
    /** Of the coverage's word and its amount. */
    coverage(word: string, amount: string): string;
    age: string;
  };
  terms(facts: TermFacts): { title: string; text: string }[];
  forCompany(company: string): string;
  forInsuredParty: string;
  /** Words around the page numbers: `Page 1 of 3`. */
  page: { before: string; between: string };
  smallPrint: string;
}
