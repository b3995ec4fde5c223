export { paymentPlan, type PlannedInstalment } from './instalments.js';
export { IssuePolicy, type IssueOutcome } from './issue-policy/issue-policy.js';
export { AcceptAndIssue } from './accept-and-issue/accept-and-issue.js';
export { Policies } from './policies.js';
export { PoliciesModule } from './policies.module.js';
export { type CancelledTerm, type EarnedBy, type PolicyEvent } from './policy.events.js';
export { type AgreedTerm, type Cancellation, foldPolicy, type Instalment, type Policy, type PolicyState } from './policy.js';
export { RecordConfirmation } from './record-confirmation/record-confirmation.js';
export { PolicyRow } from './policy.table.js';
