import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql } from '../../../platform/database/sql.js';
import { POLICY } from '../policy.table.js';
import { Policies } from '../policies.js';

/** Announces policies that can be renewed and have not been, a hundred at a time; answers how many. */
export class AnnounceExpiring extends Command<number> {}

@CommandHandler(AnnounceExpiring)
export class AnnounceExpiringHandler implements ICommandHandler<AnnounceExpiring> {
  constructor(private readonly policies: Policies) {}

  execute(): Promise<number> {
    return this.policies.changeDue(
      'renewal_date',
      (today) => sql`${POLICY.renewal_date} <= ${today} AND ${POLICY.end_date} >= ${today}
        AND ${POLICY.announced_term} IS DISTINCT FROM ${POLICY.term}`,
      (policy, moment) => policy.announceEnd(moment),
    );
  }
}
