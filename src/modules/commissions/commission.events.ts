import { type EventOf, fact } from '../../kernel/fact.js';
import { int, none, nullable, only, personal, text, type ValuesOf, without } from '../../kernel/fields.js';
import { fieldsOf } from '../../platform/database/table.js';
import { COMMISSION } from './commission.table.js';

const commission = fieldsOf(COMMISSION);

/** A row as it begins, whether it is earned or takes back. */
const begun = without(
  commission,
  'id',
  'version',
  'status',
  'approved_by',
  'approved_at',
  'payout_id',
  'paid_at',
  'rejected_reason',
  'created_at',
);

/** What every later fact of a commission repeats, so that its reader need not look the row up. */
const named = only(
  commission,
  'policy_id',
  'policy_number',
  'prospect_id',
  'term',
  'commission_type',
  'beneficiary_id',
  'beneficiary_role',
  'amount',
);
export type CommissionNamed = ValuesOf<typeof named>;

export const COMMISSION_CALCULATED = fact('CommissionCalculated', begun);
/** Begins a stream of its own: a correction is a further row. */
export const COMMISSION_CLAWED_BACK = fact('CommissionClawedBack', { ...begun, corrects_id: none(int) });
export const COMMISSION_APPROVED = fact('CommissionApproved', { ...named, approved_by: none(int) });
export const COMMISSION_REJECTED = fact('CommissionRejected', {
  ...named,
  /** Null where it follows from another fact: the policy was undone, or the row that this one corrects was rejected. */
  rejected_by: none(nullable(int)),
  /** In the words of who rejected. */
  reason: personal(text, ''),
});
export const COMMISSION_PAID = fact('CommissionPaid', { ...named, payout_id: none(int) });

export const commissionFacts = [
  COMMISSION_CALCULATED,
  COMMISSION_CLAWED_BACK,
  COMMISSION_APPROVED,
  COMMISSION_REJECTED,
  COMMISSION_PAID,
] as const;
export type CommissionEvent = EventOf<(typeof commissionFacts)[number]>;
