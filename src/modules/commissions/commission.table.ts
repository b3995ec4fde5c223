import { instant, int, money, none, nullable, numeric, oneOf, personal, text } from '../../kernel/fields.js';
import { aggregateColumns, type RowOf, table } from '../../platform/database/table.js';
import { beneficiaryRoles } from '../catalogue/index.js';

export const commissionTypes = ['initial', 'renewal_year1', 'renewal_recurring', 'clawback'] as const;
export type CommissionType = (typeof commissionTypes)[number];

export const commissionStatuses = ['pending', 'approved', 'paid', 'rejected'] as const;
export type CommissionStatus = (typeof commissionStatuses)[number];

export const COMMISSION = table('commission', {
  ...aggregateColumns,
  policy_id: none(int),
  policy_number: none(text),
  prospect_id: none(int),
  term: none(int),
  commission_type: none(oneOf(commissionTypes)),
  beneficiary_id: none(int),
  beneficiary_role: none(oneOf(beneficiaryRoles)),
  base_amount: none(money),
  /** Per cent, as in the catalogue: `'15'`. */
  percentage: none(numeric),
  amount: none(money),
  /** The year and month, in the company's time zone, that it is counted in. */
  period_year: none(int),
  period_month: none(int),
  /** The row that this one corrects. */
  corrects_id: none(nullable(int)),
  status: none(oneOf(commissionStatuses)),
  approved_by: none(nullable(int)),
  approved_at: none(nullable(instant)),
  payout_id: none(nullable(int)),
  paid_at: none(nullable(instant)),
  rejected_reason: personal(nullable(text), null),
  created_at: none(instant),
});

export type CommissionState = RowOf<typeof COMMISSION>;
