import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { IsId } from '../../../platform/http/input/validators.js';
import { type ListOrder, ListQueryIn } from '../../../platform/http/answers/listing.js';
import { type InsuranceType, insuranceTypes } from '../../catalogue/index.js';
import { POLICY, type PolicyStatus, policyStatuses } from '../policy.table.js';

export const policyOrder = {
  sorts: {
    signed_at: { by: POLICY.signed_at, type: 'timestamptz' },
    end_date: { by: POLICY.end_date, type: 'date' },
    annual_premium: { by: POLICY.annual_premium, type: 'numeric' },
  },
  defaultSort: '-signed_at',
} satisfies ListOrder;

export class ListPoliciesDto extends ListQueryIn(policyOrder) {
  @ApiProperty({ enum: policyStatuses, required: false })
  @IsOptional()
  @IsIn(policyStatuses)
  status?: PolicyStatus;

  @IsOptional()
  @Type(() => Number)
  @IsId()
  prospect_id?: number;

  /** @example 'generali' */
  @IsOptional()
  @IsString()
  @MaxLength(50)
  provider?: string;

  @ApiProperty({ enum: insuranceTypes, required: false })
  @IsOptional()
  @IsIn(insuranceTypes)
  insurance_type?: InsuranceType;

  /** Active policies that end from today to that many days ahead. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(3660)
  expiring_within_days?: number;
}
