import { IsOptional, Matches } from 'class-validator';
import { CommissionIds, PERIOD_MESSAGE, PERIOD_PATTERN } from '../../commissions/index.js';

export class MakePayoutDto {
  /**
   * Exactly these approved commissions, or none. Either this or `period`.
   * @example [1, 2]
   */
  @IsOptional()
  @CommissionIds()
  ids?: number[];

  /**
   * All that is approved and counted in the period, and every approved clawback that is still open. Whose rows come to
   * less than nothing is carried over.
   * @example 'month'
   */
  @IsOptional()
  @Matches(PERIOD_PATTERN, { message: PERIOD_MESSAGE })
  period?: string;
}
