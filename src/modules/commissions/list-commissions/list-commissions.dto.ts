import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { IsId } from '../../../platform/http/input/validators.js';
import { type ListOrder, ListQueryIn } from '../../../platform/http/answers/listing.js';
import {
  COMMISSION,
  type CommissionStatus,
  commissionStatuses,
  type CommissionType,
  commissionTypes,
} from '../commission.table.js';
import { PERIOD_MESSAGE, PERIOD_PATTERN } from '../period.js';

export const commissionOrder = {
  sorts: {
    created_at: { by: COMMISSION.created_at, type: 'timestamptz' },
    amount: { by: COMMISSION.amount, type: 'numeric' },
    status: { by: COMMISSION.status, type: 'text' },
  },
  defaultSort: '-created_at',
} satisfies ListOrder;

export class ListCommissionsDto extends ListQueryIn(commissionOrder) {
  @ApiProperty({ enum: commissionStatuses, required: false })
  @IsOptional()
  @IsIn(commissionStatuses)
  status?: CommissionStatus;

  @ApiProperty({ enum: commissionTypes, required: false })
  @IsOptional()
  @IsIn(commissionTypes)
  type?: CommissionType;

  /** The user who earns it. */
  @IsOptional()
  @Type(() => Number)
  @IsId()
  beneficiary?: number;

  @IsOptional()
  @Type(() => Number)
  @IsId()
  policy_id?: number;

  /**
   * `today`, `week` (from Monday), `month`, `quarter` or `year` in the company time zone, or a month such as `2026-03`.
   * Months and longer go by the month of issue (`period_year`, `period_month`), days and weeks by `created_at`.
   * @example 'month'
   */
  @IsOptional()
  @Matches(PERIOD_PATTERN, { message: PERIOD_MESSAGE })
  period?: string;
}
