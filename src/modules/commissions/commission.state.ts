import { type AggregateState } from '../../kernel/aggregate.js';
import { type Money } from '../../kernel/money.js';
import { type BeneficiaryRole, type EarnedCommissionType } from '../catalogue/index.js';

export const commissionTypes = ['initial', 'renewal_year1', 'renewal_recurring', 'clawback'] as const;
export type CommissionType = EarnedCommissionType | 'clawback';

export const commissionStatuses = ['pending', 'approved', 'paid', 'rejected'] as const;
export type CommissionStatus = (typeof commissionStatuses)[number];

export interface CommissionState extends AggregateState {
  policy_id: number;
  policy_number: string;
  prospect_id: number;
  term: number;
  commission_type: CommissionType;
  beneficiary_id: number;
  beneficiary_role: BeneficiaryRole;
  base_amount: Money;
  /** Per cent, as in the catalogue: `'15'`. */
  percentage: string;
  amount: Money;
  /** The year and month, in the company's time zone, that it is counted in. */
  period_year: number;
  period_month: number;
  /** The row that this one corrects. */
  corrects_id: number | null;
  status: CommissionStatus;
  approved_by: number | null;
  approved_at: string | null;
  payout_id: number | null;
  paid_at: string | null;
  rejected_reason: string | null;
  created_at: string;
}
