import { day, health, instant, int, json, money, none, nullable, oneOf, text } from '../../kernel/fields.js';
import { type Money } from '../../kernel/money.js';
import { type IsoDate, type Term } from '../../kernel/term.js';
import { aggregateColumns, type RowOf, table } from '../../platform/database/table.js';
import { insuranceTypes, type OccupationRisk, type RiskCategory } from '../catalogue/index.js';
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

const NOTHING_DECLARED: DeclaredRisk = {
  risk_category: 'medium',
  smoker: false,
  has_preexisting_conditions: false,
  occupation_risk: 'standard',
};

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

export const POLICY = table(
  'policy',
  {
    ...aggregateColumns,
    policy_number: none(text),
    quote_id: none(int),
    prospect_id: none(int),
    provider: none(text),
    insurance_type: none(oneOf(insuranceTypes)),
    coverage_amount: none(money),
    deductible: none(nullable(money)),
    declared: health(json<DeclaredRisk>(), NOTHING_DECLARED),
    catalogue_version: none(text),
    term: none(int),
    start_date: none(day),
    end_date: none(day),
    renewal_date: none(day),
    annual_premium: none(money),
    monthly_premium: none(money),
    premium_breakdown: none(json<PremiumBreakdown>()),
    /** Every term agreed so far, the running one and a renewed one included. */
    terms: none(json<AgreedTerm[]>()),
    /** Of all terms. */
    instalments: none(json<Instalment[]>()),
    /** When somebody has to be reminded of the oldest unpaid instalment, or the policy cancelled for it; null: all paid. */
    chase_on: none(nullable(day)),
    status: none(oneOf(policyStatuses)),
    signed_by: none(int),
    signed_at: none(instant),
    cancelled_at: none(nullable(instant)),
    cancellation: none(nullable(json<Cancellation>())),
    /** The term whose end has been announced. */
    announced_term: none(nullable(int)),
    /** The current term's contract, once rendered. */
    contract_document: none(nullable(text)),
    confirmation_sent_at: none(nullable(instant)),
  },
  // Of the prospect, copied by triggers: an index of each owner has their policies in order.
  { kept: ['assigned_broker', 'prospect_creator'] },
);

export type PolicyState = RowOf<typeof POLICY>;
