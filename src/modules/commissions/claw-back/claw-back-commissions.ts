import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { type CancellationRule } from '../../policies/index.js';
import { type KeptTerm, takeBackOf } from '../commission-rows.js';
import { Commissions } from '../commissions.js';
import { monthOf } from '../period.js';

/** What a cancellation does to one term. */
export interface CancelledTermOfPolicy extends KeptTerm {
  rule: CancellationRule;
  /** When the policy was cancelled, ISO 8601 UTC; its month is the one that the clawbacks are counted in. */
  occurred_at: string;
}

/** Takes back what a cancelled term no longer earns, by further rows; a second run adds nothing. Answers their ids. */
export class ClawBackCommissions extends Command<{ clawback_ids: number[]; rejected_ids: number[] }> {
  constructor(
    readonly policy_id: number,
    readonly term: number,
    readonly cancelled: CancelledTermOfPolicy,
  ) {
    super();
  }
}

@CommandHandler(ClawBackCommissions)
export class ClawBackCommissionsHandler implements ICommandHandler<ClawBackCommissions> {
  constructor(
    private readonly commissions: Commissions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({
    policy_id,
    term,
    cancelled,
  }: ClawBackCommissions): Promise<{ clawback_ids: number[]; rejected_ids: number[] }> {
    const rows = await this.commissions.lockEarnedOn(policy_id, term);
    const present = await this.commissions.correctionsOf(rows.map(({ id }) => id));
    const { rejected, clawbacks } = takeBackOf(cancelled.rule, rows, cancelled);
    await this.commissions.changeAll(rejected, (one, moment) =>
      one.annul('the policy was undone within its cooling-off days', moment),
    );
    const period = monthOf(cancelled.occurred_at, this.config.COMPANY_TIME_ZONE);
    const missing = clawbacks.filter((taken) => !present.some((one) => one.corrects_id === taken.corrects_id));
    const started =
      missing.length === 0
        ? []
        : await this.commissions.startAll(missing.length, (ones, moment) => {
            for (const [index, taken] of missing.entries()) {
              const { policy_number, prospect_id } = rows.find(({ id }) => id === taken.corrects_id)!;
              ones[index]!.clawBack({ policy_id, policy_number, prospect_id, term, ...period, ...taken }, moment);
            }
          });
    return { clawback_ids: [...present, ...started].map(({ id }) => id), rejected_ids: rejected };
  }
}
