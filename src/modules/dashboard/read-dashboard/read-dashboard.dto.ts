import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { WithDecimals } from '../../../platform/http/answers/with-decimals.js';
import { type Role, roles } from '../../auth/index.js';
import { type PeriodName, periods } from '../../commissions/index.js';

export class ReadDashboardDto {
  /** A whole calendar period in the company time zone: the one that today lies in. */
  @ApiProperty({ enum: periods, default: 'month', required: false })
  @IsOptional()
  @IsIn(periods)
  period?: PeriodName = 'month';

  /** How many brokers to name. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  top?: number = 5;
}

/** How many of the period's prospects have come at least so far; who went further has been where it passed. */
export class ReachedDto {
  /** @example 100 */
  created: number;
  /** @example 60 */
  contacted: number;
  /** @example 30 */
  quoted: number;
  /** @example 12 */
  signed: number;
}

/** The prospects created in the period, by their present status. */
export class PipelineDto {
  /**
   * Still new.
   * @example 40
   */
  new_prospects: number;
  /** @example 30 */
  contacted: number;
  /** @example 18 */
  quoted: number;
  /** @example 12 */
  policies_signed: number;
  /**
   * `policies_signed` of `total`, in per cent with two decimals; 0 where there is none.
   * @example 12
   */
  @WithDecimals() conversion_rate: number;
  /**
   * All of them, the declined among them.
   * @example 100
   */
  total: number;
  reached: ReachedDto;
}

/** Amounts in EUR, clawbacks taken off, of all statuses but rejected. */
export class CommissionsByTypeDto {
  @WithDecimals() initial: number;
  @WithDecimals() renewal_year1: number;
  @WithDecimals() renewal_recurring: number;
  @WithDecimals() clawback: number;
}

/** The commissions that you see and that are counted in the period, by their present status. Totals in EUR. */
export class CommissionSummaryDto {
  @WithDecimals() total_pending: number;
  @WithDecimals() total_approved: number;
  @WithDecimals() total_paid: number;
  count_pending: number;
  count_approved: number;
  count_paid: number;
  by_type: CommissionsByTypeDto;
}

/** What one broker did in the period. Prospects, quotes and policies count for whom the prospect is assigned to now. */
export class BrokerFiguresDto {
  broker_id: number;
  /** The user name. */
  broker_name: string;
  /** Prospects created. */
  prospects_count: number;
  /** Quotes generated. */
  quotes_count: number;
  /** Policies signed. */
  policies_count: number;
  /** Earned as broker in EUR, rejected ones left out: never a manager's or an affiliate's share. */
  @WithDecimals() commission_total: number;
  /** As in the pipeline: of the broker's prospects created in the period, those that have signed, in per cent. */
  @WithDecimals() conversion_rate: number;
}

export class MetricsDto {
  pipeline: PipelineDto;
  commissions: CommissionSummaryDto;
  /** By commission, then id. Empty for brokers and affiliates. */
  @ApiProperty({ type: [BrokerFiguresDto] })
  top_brokers: BrokerFiguresDto[];
  /** Policies in force today; of the previous period, those in force at its end. Null for affiliates, who see no policies. */
  active_policies: number | null;
  /** Those of them that end within the 30 days that follow. */
  expiring_policies_30days: number | null;
}

/** One figure against the same of the previous period. */
export class ChangeDto {
  /** Now less before. */
  @WithDecimals() absolute: number;
  /** `absolute` in per cent of before, with two decimals; null where before was not above 0. */
  @WithDecimals() percent: number | null;
}

export class ReachedChangeDto {
  created: ChangeDto;
  contacted: ChangeDto;
  quoted: ChangeDto;
  signed: ChangeDto;
}

export class PipelineChangeDto {
  new_prospects: ChangeDto;
  contacted: ChangeDto;
  quoted: ChangeDto;
  policies_signed: ChangeDto;
  conversion_rate: ChangeDto;
  total: ChangeDto;
  reached: ReachedChangeDto;
}

export class CommissionsByTypeChangeDto {
  initial: ChangeDto;
  renewal_year1: ChangeDto;
  renewal_recurring: ChangeDto;
  clawback: ChangeDto;
}

export class CommissionSummaryChangeDto {
  total_pending: ChangeDto;
  total_approved: ChangeDto;
  total_paid: ChangeDto;
  count_pending: ChangeDto;
  count_approved: ChangeDto;
  count_paid: ChangeDto;
  by_type: CommissionsByTypeChangeDto;
}

export class MetricsChangeDto {
  pipeline: PipelineChangeDto;
  commissions: CommissionSummaryChangeDto;
  @ApiProperty({ type: ChangeDto, nullable: true })
  active_policies: ChangeDto | null;
  @ApiProperty({ type: ChangeDto, nullable: true })
  expiring_policies_30days: ChangeDto | null;
}

export class PreviousPeriodDto extends MetricsDto {
  /** @example '2026-02-01' */
  period_start: string;
  /** @example '2026-02-28' */
  period_end: string;
}

export class DashboardDto {
  @ApiProperty({ enum: roles })
  user_role: Role;
  /** @example '2026-03-01' */
  period_start: string;
  /**
   * Included whole.
   * @example '2026-03-31'
   */
  period_end: string;
  metrics: MetricsDto;
  /** The same of the whole period before. */
  previous: PreviousPeriodDto;
  change: MetricsChangeDto;
}
