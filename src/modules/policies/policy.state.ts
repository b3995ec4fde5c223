import { type AggregateState } from '../../kernel/aggregate.js';
import { type Money } from '../../kernel/money.js';
import { type IsoDate, type Term } from '../../kernel/term.js';
import { type InsuranceType, type OccupationRisk, type RiskCategory } from '../catalogue/index.js';
import { type PremiumBreakdown } from '../eligibility/index.js';
import { type CancellationSettlement } from './refund.js';

export const policyStatuses = ['active', 'expired', 'cancelled'] as const;
export type PolicyStatus = (typeof policyStatuses)[number];

/** What the prospect declared and the premium rests on; a renewal is rated with the same. */
export interface DeclaredRisk {
  risk_category: RiskCategory;
  smoker: boolean;
  has_preexisting_conditions: boolean;
  occupation_risk: OccupationRisk;
}

/** One monthly payment of a term. */
export interface Instalment {
  term: number;
  /** 1 to 12 within the term. */
  number: number;
  due_date: IsoDate;
  amount: Money;
  paid_on: IsoDate | null;
  /** Once reminded of: when the policy is cancelled unless it is paid. */
  lapses_on?: IsoDate;
}

/** Who earns on a term, as things stood when it was issued. */
export interface EarnedBy {
  broker_id: number | null;
  manager_id: number | null;
  affiliate_id: number | null;
}

/** One insured year as it was agreed, and who earns on it. */
export interface AgreedTerm extends Term, EarnedBy {
  /** 1 = first. */
  term: number;
  annual_premium: Money;
  catalogue_version: string;
  /** ISO 8601 UTC. */
  agreed_at: string;
}

/** How a cancelled policy was settled. */
export type Cancellation = Omit<CancellationSettlement, 'terms'>;

export interface PolicyState extends AggregateState {
  policy_number: string;
  quote_id: number;
  prospect_id: number;
  provider: string;
  insurance_type: InsuranceType;
  coverage_amount: Money;
  deductible: Money | null;
  declared: DeclaredRisk;
  catalogue_version: string;
  term: number;
  start_date: IsoDate;
  end_date: IsoDate;
  renewal_date: IsoDate;
  annual_premium: Money;
  monthly_premium: Money;
  premium_breakdown: PremiumBreakdown;
  /** Every term agreed so far, the running one and a renewed one included. */
  terms: AgreedTerm[];
  /** Of all terms. */
  instalments: Instalment[];
  /** When somebody has to be reminded of the oldest unpaid instalment, or the policy cancelled for it; null: all paid. */
  chase_on: IsoDate | null;
  status: PolicyStatus;
  signed_by: number;
  signed_at: string;
  cancelled_at: string | null;
  cancellation: Cancellation | null;
  /** The term whose end has been announced. */
  announced_term: number | null;
  /** The current term's contract, once rendered. */
  contract_document: string | null;
  confirmation_sent_at: string | null;
}
