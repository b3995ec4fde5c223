import { Aggregate, type AggregateState, type Fold, type Moment } from '../../kernel/aggregate.js';
import { type Money } from '../../kernel/money.js';
import { addDays, type IsoDate, type Term } from '../../kernel/term.js';
import { type InsuranceType, type OccupationRisk, type RiskCategory } from '../catalogue/index.js';
import { type PremiumBreakdown } from '../eligibility/index.js';
import { type EarnedBy, type PolicyEvent } from './policy.events.js';
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

/** The contract that comes from exactly one accepted quote. */
export class Policy extends Aggregate<PolicyState, PolicyEvent> {
  protected readonly fold = foldPolicy;

  issue(terms: Extract<PolicyEvent, { type: 'PolicyCreated' }>['data'], moment: Moment): void {
    this.apply('PolicyCreated', terms, moment);
  }

  /** The first rendering of a term's contract is the one that counts; a later one changes nothing. */
  recordContract(contract: Omit<Extract<PolicyEvent, { type: 'PolicyContractGenerated' }>['data'], 'prospect_id'>, moment: Moment): void {
    this.apply('PolicyContractGenerated', { prospect_id: this.state.prospect_id, ...contract }, moment);
  }

  recordConfirmation(term: number, moment: Moment): void {
    this.apply('PolicyConfirmationSent', { prospect_id: this.state.prospect_id, term }, moment);
  }
}

export const foldPolicy: Fold<PolicyState, PolicyEvent> = (state, event) => {
  const at = event.occurred_at;
  switch (event.type) {
    case 'PolicyCreated': {
      const { broker_id: _, manager_id: __, affiliate_id: ___, ...terms } = event.data;
      return withNextChase({
        ...terms, terms: [agreedTerm(event.data, at)], status: 'active', signed_at: at, cancelled_at: null, cancellation: null,
        announced_term: null, contract_document: null, confirmation_sent_at: null,
      });
    }
    case 'PolicyRenewed': {
      const {
        catalogue_version, term, start_date, end_date, renewal_date, deductible, annual_premium, monthly_premium,
        premium_breakdown, instalments,
      } = event.data;
      return withNextChase({
        ...state!, catalogue_version, term, start_date, end_date, renewal_date, deductible, annual_premium, monthly_premium,
        premium_breakdown, terms: [...state!.terms, agreedTerm(event.data, at)],
        instalments: [...state!.instalments, ...instalments], contract_document: null, confirmation_sent_at: null,
      });
    }
    case 'PolicyContractGenerated':
      return event.data.term === state!.term ? { ...state!, contract_document: event.data.document_id } : state!;
    case 'PolicyConfirmationSent':
      return event.data.term === state!.term ? { ...state!, confirmation_sent_at: at } : state!;
    case 'PolicyExpiring':
      return { ...state!, announced_term: event.data.term };
    case 'PolicyExpired':
      return { ...state!, status: 'expired' };
    case 'PolicyCancelled': {
      const { rule, cooling_off_until, effective_date, refund, paid_back } = event.data;
      return {
        ...state!, status: 'cancelled', cancelled_at: at, cancellation: { rule, cooling_off_until, effective_date, refund, paid_back },
      };
    }
    case 'InstalmentPaid':
      return withInstalment(state!, event.data, { paid_on: event.data.paid_on });
    case 'InstalmentOverdue':
      return withInstalment(state!, event.data, { lapses_on: event.data.lapses_on });
  }
};

type Folded = Omit<PolicyState, 'id' | 'version'>;

function agreedTerm(agreed: Extract<PolicyEvent, { type: 'PolicyCreated' | 'PolicyRenewed' }>['data'], at: string): AgreedTerm {
  const { term, start_date, end_date, annual_premium, catalogue_version, broker_id, manager_id, affiliate_id } = agreed;
  return {
    term, start: start_date, end: end_date, annual_premium, catalogue_version, agreed_at: at, broker_id, manager_id, affiliate_id,
  };
}

function withInstalment(state: PolicyState, { term, number }: Pick<Instalment, 'term' | 'number'>, change: Partial<Instalment>): Folded {
  return withNextChase({
    ...state,
    instalments: state.instalments.map((one) => (one.term === term && one.number === number ? { ...one, ...change } : one)),
  });
}

/** The oldest unpaid instalment decides: a reminder on the day after it fell due, then the day it was given. */
function withNextChase(state: Omit<Folded, 'chase_on'>): Folded {
  const oldest = oldestUnpaid(state.instalments);
  return { ...state, chase_on: oldest ? (oldest.lapses_on ?? addDays(oldest.due_date, 1)) : null };
}

export function oldestUnpaid(instalments: readonly Instalment[]): Instalment | undefined {
  return instalments.filter((one) => one.paid_on === null)
    .sort((a, b) => (a.due_date < b.due_date ? -1 : 1))[0];
}
