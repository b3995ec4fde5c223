export {
  type CancelledTerm,
  INSTALMENT_OVERDUE,
  POLICY_CANCELLED,
  POLICY_CONTRACT_GENERATED,
  POLICY_CREATED,
  POLICY_EXPIRING,
  POLICY_RENEWED,
  type PolicyEvent,
} from './policy.events.js';
export { lapseDay, paymentPlan, reminderDay } from './instalments.js';
export { IssuePolicy } from './issue-policy/issue-policy.js';
export { AcceptAndIssue } from './accept-and-issue/accept-and-issue.js';
export { Policies, policyOwnership } from './policies.js';
export { PoliciesModule } from './policies.module.js';
export { foldPolicy } from './policy.fold.js';
export { type AgreedTerm, type PolicyState } from './policy.table.js';
export { type CancellationCause, cancellationCauses, type CancellationRule, settleCancellation } from './refund.js';
export { offerRenewal, type RenewableTerm } from './renewal.js';
export { AnnounceExpiring } from './announce-expiring/announce-expiring.js';
export { CancelPolicy } from './cancel-policy/cancel-policy.js';
export { ChaseUnpaid } from './chase-unpaid/chase-unpaid.js';
export { ExpirePolicies } from './expire-policies/expire-policies.js';
export { RecordConfirmation } from './record-confirmation/record-confirmation.js';
export { NUMBER_SERIES } from './number-series.table.js';
export { POLICY } from './policy.table.js';
