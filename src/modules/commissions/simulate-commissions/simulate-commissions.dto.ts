import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { moneyToWire, type Money } from '../../../kernel/money.js';
import { WithDecimals } from '../../../platform/http/answers/with-decimals.js';
import { type BeneficiaryRole, beneficiaryRoles } from '../../catalogue/index.js';

export class SimulateCommissionsDto {
  /** @example 1 */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  quote_id: number;
}

export class SimulatedRowDto {
  beneficiary_id: number;
  @ApiProperty({ enum: beneficiaryRoles })
  beneficiary_role: BeneficiaryRole;
  /** @example 15 */
  @WithDecimals() percentage: number;
  /** @example 300 */
  @WithDecimals() amount: number;
}

export class SimulatedRenewalDto {
  /** 2 is the first renewal. */
  term: number;
  start_date: string;
  /** Rated at the age and by the catalogue of the term's first day; null where the provider would not renew. */
  @WithDecimals() annual_premium: number | null;
  rows: SimulatedRowDto[];
}

export class SimulatedClawbackDto {
  /** 1 is the first day of cover. */
  day: number;
  date: string;
  @ApiProperty({ enum: ['cooling_off', 'pro_rata'] })
  rule: 'cooling_off' | 'pro_rata';
  /** Premium no longer owed. */
  @WithDecimals() refund: number;
  rows: SimulatedRowDto[];
}

export class SimulatedLapseDto {
  /** How many were paid before one stayed unpaid. */
  instalments_paid: number;
  /** When the policy is cancelled for it. */
  date: string;
  /** The premium that stays earned on: what was paid, as far as it was earned. */
  kept: number;
  rows: SimulatedRowDto[];
}

/** As if the quote were accepted today, and as far as the commissions are yours to see. */
export class SimulationDto {
  quote_id: number;
  now: SimulatedRowDto[];
  renewals: SimulatedRenewalDto[];
  /** What a cancellation on each day of the first year takes back. */
  clawback: SimulatedClawbackDto[];
  /** What a lapse for non-payment in the first year takes back; empty where policies do not lapse. */
  lapse: SimulatedLapseDto[];
}

export function simulatedRowDto(row: {
  beneficiary_id: number;
  beneficiary_role: BeneficiaryRole;
  percentage: string;
  amount: Money;
}): SimulatedRowDto {
  return {
    beneficiary_id: row.beneficiary_id,
    beneficiary_role: row.beneficiary_role,
    percentage: Number(row.percentage),
    amount: moneyToWire(row.amount),
  };
}
