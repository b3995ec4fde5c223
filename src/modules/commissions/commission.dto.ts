import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, Max, Min } from 'class-validator';
import { moneyToWire } from '../../kernel/money.js';
import { WithDecimals } from '../../platform/http/answers/with-decimals.js';
import { type BeneficiaryRole, beneficiaryRoles } from '../catalogue/index.js';
import {
  type CommissionState,
  type CommissionStatus,
  commissionStatuses,
  type CommissionType,
  commissionTypes,
} from './commission.table.js';

const MOST_IDS = 500;
const MOST_ID = 2_147_483_647;

/** 1 to 500 ids, none twice. */
export function CommissionIds(): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(MOST_IDS),
    ArrayUnique(),
    IsInt({ each: true }),
    Min(1, { each: true }),
    Max(MOST_ID, { each: true }),
  );
}

export class CommissionDto {
  id: number;
  policy_id: number;
  /** @example 'INS-2026-000001' */
  policy_number: string;
  prospect_id: number;
  /** The insured year it is earned on: 1 is the first. */
  term: number;
  @ApiProperty({ enum: commissionTypes })
  commission_type: CommissionType;
  beneficiary_id: number;
  @ApiProperty({ enum: beneficiaryRoles })
  beneficiary_role: BeneficiaryRole;
  /**
   * The term's annual premium; of a clawback, the part of it that was taken back.
   * @example 2000
   */
  @WithDecimals() base_amount: number;
  /** @example 15 */
  @WithDecimals() percentage: number;
  /**
   * Below 0 for a clawback.
   * @example 300
   */
  @WithDecimals() amount: number;
  @ApiProperty({ enum: commissionStatuses })
  status: CommissionStatus;
  period_year: number;
  period_month: number;
  approved_by: number | null;
  approved_at: string | null;
  payout_id: number | null;
  paid_at: string | null;
  rejected_reason: string | null;
  /** The commission that this one takes back. */
  corrects_id: number | null;
  created_at: string;
  version: number;
}

export function commissionDto(state: CommissionState): CommissionDto {
  return {
    id: state.id,
    policy_id: state.policy_id,
    policy_number: state.policy_number,
    prospect_id: state.prospect_id,
    term: state.term,
    commission_type: state.commission_type,
    beneficiary_id: state.beneficiary_id,
    beneficiary_role: state.beneficiary_role,
    base_amount: moneyToWire(state.base_amount),
    percentage: Number(state.percentage),
    amount: moneyToWire(state.amount),
    status: state.status,
    period_year: state.period_year,
    period_month: state.period_month,
    approved_by: state.approved_by,
    approved_at: state.approved_at,
    payout_id: state.payout_id,
    paid_at: state.paid_at,
    rejected_reason: state.rejected_reason,
    corrects_id: state.corrects_id,
    created_at: state.created_at,
    version: state.version,
  };
}
