import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { moneyToWire } from '../../../kernel/money.js';
import { IsDay } from '../../../platform/http/input/validators.js';
import { WithDecimals } from '../../../platform/http/answers/with-decimals.js';
import { PolicyDto } from '../policy.dto.js';
import { type CancellationRule } from '../refund.js';
import { type CancellationAnswer } from './cancel-policy.js';

const RULES = ['cooling_off', 'pro_rata'] as const;

export class CancelPolicyDto {
  /**
   * Why; needed unless previewing.
   * @example 'The car was sold.'
   */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(1000)
  reason?: string | null;

  /** Last day of cover, from today to the end of the term; without it, today. Within the cooling-off days a later one is ignored. */
  @IsOptional()
  @IsDay()
  effective_date?: string | null;
}

export class CoolingOffDeadlineDto {
  /** Days after the signing day, which is day 0. */
  days: number;
  /** The last day that counts. */
  last_day: string;
  /** The catalogue version in which the days are written down. */
  catalogue_version: string;
}

export class TermRefundDto {
  term: number;
  @WithDecimals() annual_premium: number;
  days_in_term: number;
  /** Days without cover. */
  unused_days: number;
  @WithDecimals() refund: number;
  /** Premium of the days with cover. */
  @WithDecimals() earned: number;
}

export class CancellationDto {
  /** With `preview=true` as it stands, else cancelled. */
  policy: PolicyDto;
  /** Premium no longer owed. */
  @WithDecimals() refund: number;
  /** What was paid beyond what is owed. */
  @WithDecimals() paid_back: number;
  /** Undone whole within the cooling-off days, or refunded by days. */
  @ApiProperty({ enum: RULES })
  rule: CancellationRule;
  /** Until when the policy can, or could, be undone whole; null after the first term. */
  @ApiProperty({ type: CoolingOffDeadlineDto, nullable: true })
  deadline: CoolingOffDeadlineDto | null;
  /** Last day of cover; null where cover is undone from its start. */
  effective_date: string | null;
  /** The running term, then a renewed one that has not begun. */
  terms: TermRefundDto[];
}

export function cancellationDto(policy: PolicyDto, { settlement, cooling_off }: CancellationAnswer): CancellationDto {
  const { rule, cooling_off_until, effective_date } = settlement;
  return {
    policy,
    refund: moneyToWire(settlement.refund),
    paid_back: moneyToWire(settlement.paid_back),
    rule,
    deadline: cooling_off_until === null ? null : { ...cooling_off, last_day: cooling_off_until },
    effective_date,
    terms: settlement.terms.map(({ term, days_in_term, unused_days, annual_premium, refund, earned }) => ({
      term,
      days_in_term,
      unused_days,
      annual_premium: moneyToWire(annual_premium),
      refund: moneyToWire(refund),
      earned: moneyToWire(earned),
    })),
  };
}
