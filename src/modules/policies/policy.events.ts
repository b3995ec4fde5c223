import { type DomainEvent } from '../../kernel/domain-event.js';
import { type Money } from '../../kernel/money.js';
import { type IsoDate } from '../../kernel/term.js';
import { type InsuranceType } from '../catalogue/index.js';
import { type PricedFor } from '../eligibility/index.js';
import { type AgreedTerm, type EarnedBy, type Instalment, type PolicyState } from './policy.state.js';
import { type CancellationCause, type CancellationSettlement, type TermRefund } from './refund.js';

/** What names a policy in each of its facts. */
export interface PolicyNamed {
  policy_number: string;
  prospect_id: number;
  provider: string;
  insurance_type: InsuranceType;
}

/** What a term is agreed on, the first one and every later one. */
type TermTerms = Pick<
  PolicyState,
  | 'catalogue_version'
  | 'term'
  | 'start_date'
  | 'end_date'
  | 'renewal_date'
  | 'deductible'
  | 'annual_premium'
  | 'monthly_premium'
  | 'premium_breakdown'
> & {
  /** Of this term alone. */
  instalments: Instalment[];
  /** What the prospect was when the term was rated, for its contract; personal. Not known of older terms. */
  priced_for?: PricedFor | null;
};

/**
 * A term as a cancellation leaves it, with all that its commissions are made of: they may not have been made yet.
 * Facts of before commissions depended on payment do not say what is kept: all that was earned.
 */
export type CancelledTerm = AgreedTerm & Omit<TermRefund, 'kept'> & Partial<Pick<TermRefund, 'kept'>>;

export type PolicyEvent =
  | DomainEvent<
      'PolicyCreated',
      PolicyNamed & TermTerms & EarnedBy & Pick<PolicyState, 'quote_id' | 'coverage_amount' | 'declared' | 'signed_by'>
    >
  | DomainEvent<
      'PolicyContractGenerated',
      {
        prospect_id: number;
        term: number;
        contract_version: number;
        document_id: string;
        sha256: string;
        size: number;
        language: string;
      }
    >
  | DomainEvent<'PolicyConfirmationSent', { prospect_id: number; term: number }>
  | DomainEvent<'PolicyExpiring', PolicyNamed & Pick<PolicyState, 'term' | 'end_date' | 'annual_premium'>>
  | DomainEvent<'PolicyExpired', PolicyNamed & Pick<PolicyState, 'term' | 'end_date'>>
  | DomainEvent<
      'PolicyRenewed',
      PolicyNamed &
        TermTerms &
        EarnedBy & {
          /** Of the term before. */
          previous_premium: Money;
          /** A jump was accepted; false also where there was none. */
          premium_change_accepted: boolean;
          renewed_by: number;
        }
    >
  | DomainEvent<
      'PolicyCancelled',
      PolicyNamed &
        Omit<CancellationSettlement, 'terms'> & {
          cause: CancellationCause;
          /** In the words of who cancelled; personal. */
          reason: string;
          /**
           * Of a policy that lapses the ended terms that were not paid whole, then the running one, then a renewed one that
           * has not begun. Other ended terms are earned whole and not listed.
           */
          terms: CancelledTerm[];
        }
    >
  | DomainEvent<'InstalmentPaid', PolicyNamed & Omit<Instalment, 'paid_on' | 'lapses_on'> & { paid_on: IsoDate }>
  | DomainEvent<
      'InstalmentOverdue',
      PolicyNamed &
        Omit<Instalment, 'paid_on' | 'lapses_on'> & {
          /** The policy is cancelled on this day unless the instalment has been paid before. */
          lapses_on: IsoDate;
        }
    >;
