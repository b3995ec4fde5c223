import { type Money } from '../../../kernel/money.js';
import { type InsuranceType, type OccupationRisk } from '../../catalogue/index.js';
import { type PolicyState } from '../../policies/index.js';
import { type Language } from '../../prospects/index.js';
import { type InsuredParty } from './insured-party.js';

/** What the contract of one policy term says: plain data, all of it decided before. Dates are `YYYY-MM-DD`. */
export interface ContractData {
  language: Language;
  company_name: string;
  /** Null when nobody advises the prospect; the company then signs without a name. */
  broker_name: string | null;
  policy_number: string;
  document_id: string;
  /** 1 for the first insured year; the cooling-off right is the first one's alone. */
  term: number;
  status: PolicyState['status'];
  /** As the provider is displayed: `UnipolSai`. */
  provider_name: string;
  insurance_type: InsuranceType;
  start_date: string;
  end_date: string;
  renewal_date: string;
  annual_premium: Money;
  monthly_premium: Money;
  coverage_amount: Money;
  deductible: Money | null;
  insured_party: InsuredParty;
  conditions: DeclaredConditions;
  premium_breakdown: PremiumBreakdown;
  instalments: { number: number; due_date: string; amount: Money }[];
  cooling_off_days: number;
  /** Where the PDF can be checked; printed as a code to scan. */
  verify_url: string;
  /** Hash of the event by which the term was agreed, hex; not printed, it stands in the PDF's metadata. */
  event_chain_head: string;
  /** An instant, `2026-11-24T09:15:00Z`; shown in `time_zone` (`Europe/Rome`). */
  issued_at: string;
  time_zone: string;
}

export interface DeclaredConditions {
  smoker: boolean;
  pre_existing_conditions: boolean;
  occupation_risk: OccupationRisk;
}

/**
 * Exact decimal texts that multiply to the annual premium: `{ base: '800.00', multiplier: '1.10', … }`. Null where the
 * tariff of the insurance type does not ask, or not of a company: such a factor is 1 for everybody.
 */
export interface PremiumBreakdown {
  base: string;
  multiplier: string;
  risk: string;
  coverage: string;
  age: string | null;
  smoker: string | null;
  conditions: string | null;
  occupation: string | null;
}
