import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql } from '../../../platform/database/sql.js';
import { POLICY } from '../policy.table.js';
import { Policies } from '../policies.js';

/** Ends active policies past their last day, a hundred at a time; answers how many. */
export class ExpirePolicies extends Command<number> {}

@CommandHandler(ExpirePolicies)
export class ExpirePoliciesHandler implements ICommandHandler<ExpirePolicies> {
  constructor(private readonly policies: Policies) {}

  execute(): Promise<number> {
    return this.policies.changeDue(
      'end_date',
      (today) => sql`${POLICY.end_date} < ${today}`,
      (policy, moment) => policy.expire(moment),
    );
  }
}
