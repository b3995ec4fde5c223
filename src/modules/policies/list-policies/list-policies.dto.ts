import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { IsId } from '../../../platform/http/validators.js';
import { ListQuery } from '../../../platform/http/listing.js';
import { type InsuranceType, insuranceTypes } from '../../catalogue/index.js';
import { type PolicyStatus, policyStatuses } from '../policy.state.js';

export class ListPoliciesDto extends ListQuery {
  @ApiProperty({ enum: policyStatuses, required: false })
  @IsOptional() @IsIn(policyStatuses)
  status?: PolicyStatus;

  @IsOptional() @Type(() => Number) @IsId()
  prospect_id?: number;

  /** @example 'axa' */
  @IsOptional() @IsString() @MaxLength(50)
  provider?: string;

  @ApiProperty({ enum: insuranceTypes, required: false })
  @IsOptional() @IsIn(insuranceTypes)
  insurance_type?: InsuranceType;

  /** Active policies that end from today to that many days ahead. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(3660)
  expiring_within_days?: number;
}
