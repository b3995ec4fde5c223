import { Aggregate, type AggregateState, type Fold, type Moment } from '../../kernel/aggregate.js';
import { type Money } from '../../kernel/money.js';
import { type IsoDate } from '../../kernel/term.js';
import { type InsuranceType, type OccupationRisk, type RiskCategory } from '../catalogue/index.js';
import { type PremiumBreakdown } from '../eligibility/index.js';
import { type PolicyEvent } from './policy.events.js';

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
}

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
  instalments: Instalment[];
  status: PolicyStatus;
  signed_by: number;
  signed_at: string;
  cancelled_at: string | null;
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

  /** Once a term, however often its mail is asked for. */
  recordConfirmation(term: number, moment: Moment): void {
    if (term === this.state.term && this.state.confirmation_sent_at !== null) return;
    this.apply('PolicyConfirmationSent', { prospect_id: this.state.prospect_id, term }, moment);
  }
}

export const foldPolicy: Fold<PolicyState, PolicyEvent> = (state, event) => {
  const at = event.occurred_at;
  switch (event.type) {
    case 'PolicyCreated': {
      const { broker_id: _, manager_id: __, affiliate_id: ___, ...terms } = event.data;
      return { ...terms, status: 'active', signed_at: at, cancelled_at: null, contract_document: null, confirmation_sent_at: null };
    }
    case 'PolicyContractGenerated':
      return { ...state!, contract_document: event.data.document_id };
    case 'PolicyConfirmationSent':
      return { ...state!, confirmation_sent_at: at };
  }
};
