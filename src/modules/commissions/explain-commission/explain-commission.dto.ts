import { ApiProperty } from '@nestjs/swagger';
import { WithDecimals } from '../../../platform/http/answers/with-decimals.js';
import { type BeneficiaryRole, beneficiaryRoles } from '../../catalogue/index.js';
import {
  type CommissionStatus,
  commissionStatuses,
  type CommissionType,
  commissionTypes,
} from '../commission.table.js';
import { operations } from './explanation.js';

export class ExplanationNodeDto {
  /** @example 'amount' */
  step: string;
  /** @example 'Rounded half up to the cent' */
  label: string;
  /** How the value comes from the parts: `round` is half up to the cent, `value` stands for itself. */
  @ApiProperty({ enum: operations })
  operation: (typeof operations)[number];
  /**
   * Exact text; where it has no end, to twelve decimals.
   * @example '180.17'
   */
  value: string;
  @ApiProperty({ type: () => [ExplanationNodeDto] })
  parts: ExplanationNodeDto[];
}

export class PayoutLineDto {
  commission_id: number;
  payout_id: number;
  @WithDecimals() amount: number;
  paid_at: string;
}

export class ExplanationDto {
  commission_id: number;
  policy_id: number;
  policy_number: string;
  term: number;
  @ApiProperty({ enum: commissionTypes })
  commission_type: CommissionType;
  beneficiary_id: number;
  @ApiProperty({ enum: beneficiaryRoles })
  beneficiary_role: BeneficiaryRole;
  @ApiProperty({ enum: commissionStatuses })
  status: CommissionStatus;
  /** The row's own, which no correction changes. */
  @WithDecimals() amount: number;
  /** What it comes to with its corrections; the value of the tree's root. */
  @WithDecimals() balance: number;
  tree: ExplanationNodeDto;
  /** Where it, and what corrects it, was paid or set off. */
  payout_lines: PayoutLineDto[];
}
