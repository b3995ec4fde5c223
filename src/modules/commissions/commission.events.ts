import { type DomainEvent } from '../../kernel/domain-event.js';
import { type CommissionState } from './commission.state.js';

/** A row as it begins, whether it is earned or takes back. */
type Begun = Omit<
  CommissionState,
  | 'id'
  | 'version'
  | 'status'
  | 'approved_by'
  | 'approved_at'
  | 'payout_id'
  | 'paid_at'
  | 'rejected_reason'
  | 'created_at'
>;

/** What every later fact of a commission repeats, so that its reader need not look the row up. */
export type CommissionNamed = Pick<
  CommissionState,
  | 'policy_id'
  | 'policy_number'
  | 'prospect_id'
  | 'term'
  | 'commission_type'
  | 'beneficiary_id'
  | 'beneficiary_role'
  | 'amount'
>;

export type CommissionEvent =
  | DomainEvent<'CommissionCalculated', Begun>
  /** Begins a stream of its own: a correction is a further row. */
  | DomainEvent<'CommissionClawedBack', Begun & { corrects_id: number }>
  | DomainEvent<'CommissionApproved', CommissionNamed & { approved_by: number }>
  | DomainEvent<
      'CommissionRejected',
      CommissionNamed & {
        /** Null where it follows from another fact: the policy was undone, or the row that this one corrects was rejected. */
        rejected_by: number | null;
        /** In the words of who rejected; personal. */
        reason: string;
      }
    >
  | DomainEvent<'CommissionPaid', CommissionNamed & { payout_id: number }>;
