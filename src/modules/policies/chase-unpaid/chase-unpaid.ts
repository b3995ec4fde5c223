import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { sql } from '../../../platform/database/sql.js';
import { POLICY } from '../policy.table.js';
import { Policies } from '../policies.js';

/**
 * Reminds of instalments that fell due unpaid, and cancels the policy where the reminder did not help, a hundred at a
 * time; answers how many. Does nothing unless `LAPSE_UNPAID_DAYS` is set.
 */
export class ChaseUnpaid extends Command<number> {}

@CommandHandler(ChaseUnpaid)
export class ChaseUnpaidHandler implements ICommandHandler<ChaseUnpaid> {
  constructor(
    private readonly policies: Policies,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(): Promise<number> {
    const { LAPSE_UNPAID_DAYS: days, COMPANY_TIME_ZONE: zone } = this.config;
    if (days === undefined) return 0;
    return this.policies.changeDue(
      'chase_on',
      (today) => sql`${POLICY.chase_on} <= ${today} AND ${POLICY.end_date} >= ${today}`,
      (policy, moment) => policy.chaseUnpaid(days, zone, moment),
    );
  }
}
