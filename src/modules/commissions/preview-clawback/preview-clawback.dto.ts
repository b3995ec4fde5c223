import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsDay } from '../../../platform/http/input/validators.js';
import { WithDecimals } from '../../../platform/http/answers/with-decimals.js';
import { type BeneficiaryRole, beneficiaryRoles } from '../../catalogue/index.js';
import { type CancellationCause, cancellationCauses } from '../../policies/index.js';

export class PreviewClawbackDto {
  /** @example 1 */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  policy_id: number;

  /** The last day of cover; without it, today. */
  @IsOptional()
  @IsDay()
  effective_date?: string;

  /** `unpaid`: as for an instalment that stayed unpaid, which leaves commission on what was paid alone. */
  @ApiProperty({ enum: cancellationCauses, default: 'requested' })
  @IsOptional()
  @IsIn(cancellationCauses)
  cause?: CancellationCause;
}

export class PreviewedClawbackDto {
  /** The commission; null where the worker has not made it yet. */
  commission_id: number | null;
  term: number;
  beneficiary_id: number;
  @ApiProperty({ enum: beneficiaryRoles })
  beneficiary_role: BeneficiaryRole;
  /** Below 0. */
  @WithDecimals() amount: number;
  /** Within the cooling-off days a pending commission is rejected, others get a clawback. */
  @ApiProperty({ enum: ['clawback', 'rejection'] })
  effect: 'clawback' | 'rejection';
}
