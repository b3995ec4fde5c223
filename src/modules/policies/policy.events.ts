import { type EventOf, fact } from '../../kernel/fact.js';
import {
  boolean,
  day,
  int,
  json,
  money,
  none,
  nullable,
  oneOf,
  only,
  optional,
  personal,
  text,
  type ValuesOf,
} from '../../kernel/fields.js';
import { fieldsOf } from '../../platform/database/table.js';
import { type PricedFor } from '../eligibility/index.js';
import { type AgreedTerm, POLICY } from './policy.table.js';
import { cancellationCauses, cancellationRules, type TermRefund } from './refund.js';

const policy = fieldsOf(POLICY);

/** What names a policy in each of its facts. */
const named = only(policy, 'policy_number', 'prospect_id', 'provider', 'insurance_type');
export type PolicyNamed = ValuesOf<typeof named>;

/** Who earns on a term, as things stood when it was issued. */
const earnedBy = { broker_id: none(nullable(int)), manager_id: none(nullable(int)), affiliate_id: none(nullable(int)) };

/** What a term is agreed on, the first one and every later one. */
const termTerms = {
  ...only(
    policy,
    'catalogue_version',
    'term',
    'start_date',
    'end_date',
    'renewal_date',
    'deductible',
    'annual_premium',
    'monthly_premium',
    'premium_breakdown',
    // Of this term alone.
    'instalments',
  ),
  /** What the prospect was when the term was rated, for its contract. Not known of older terms. */
  priced_for: optional(personal(nullable(json<PricedFor>()), null)),
};

const instalment = { term: none(int), number: none(int), due_date: none(day), amount: none(money) };

/**
 * A term as a cancellation leaves it, with all that its commissions are made of: they may not have been made yet.
 * Facts of before commissions depended on payment do not say what is kept: all that was earned.
 */
export type CancelledTerm = AgreedTerm & Omit<TermRefund, 'kept'> & Partial<Pick<TermRefund, 'kept'>>;

export const POLICY_CREATED = fact('PolicyCreated', {
  ...named,
  ...termTerms,
  ...earnedBy,
  ...only(policy, 'quote_id', 'coverage_amount', 'declared', 'signed_by'),
});
export const POLICY_CONTRACT_GENERATED = fact('PolicyContractGenerated', {
  ...only(policy, 'prospect_id', 'term'),
  contract_version: none(int),
  document_id: none(text),
  sha256: none(text),
  size: none(int),
  language: none(text),
});
export const POLICY_CONFIRMATION_SENT = fact('PolicyConfirmationSent', only(policy, 'prospect_id', 'term'));
export const POLICY_EXPIRING = fact('PolicyExpiring', {
  ...named,
  ...only(policy, 'term', 'end_date', 'annual_premium'),
});
export const POLICY_EXPIRED = fact('PolicyExpired', { ...named, ...only(policy, 'term', 'end_date') });
export const POLICY_RENEWED = fact('PolicyRenewed', {
  ...named,
  ...termTerms,
  ...earnedBy,
  /** Of the term before. */
  previous_premium: none(money),
  /** A jump was accepted; false also where there was none. */
  premium_change_accepted: none(boolean),
  renewed_by: none(int),
});
export const POLICY_CANCELLED = fact('PolicyCancelled', {
  ...named,
  rule: none(oneOf(cancellationRules)),
  cooling_off_until: none(nullable(day)),
  effective_date: none(nullable(day)),
  refund: none(money),
  paid_back: none(money),
  cause: none(oneOf(cancellationCauses)),
  /** In the words of who cancelled. */
  reason: personal(text, ''),
  /**
   * Of a policy that lapses the ended terms that were not paid whole, then the running one, then a renewed one that
   * has not begun. Other ended terms are earned whole and not listed.
   */
  terms: none(json<CancelledTerm[]>()),
});
export const INSTALMENT_PAID = fact('InstalmentPaid', { ...named, ...instalment, paid_on: none(day) });
export const INSTALMENT_OVERDUE = fact('InstalmentOverdue', {
  ...named,
  ...instalment,
  /** The policy is cancelled on this day unless the instalment has been paid before. */
  lapses_on: none(day),
});

export const policyFacts = [
  POLICY_CREATED,
  POLICY_CONTRACT_GENERATED,
  POLICY_CONFIRMATION_SENT,
  POLICY_EXPIRING,
  POLICY_EXPIRED,
  POLICY_RENEWED,
  POLICY_CANCELLED,
  INSTALMENT_PAID,
  INSTALMENT_OVERDUE,
] as const;
export type PolicyEvent = EventOf<(typeof policyFacts)[number]>;
