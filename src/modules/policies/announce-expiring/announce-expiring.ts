import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Policies } from '../policies.js';

/** Announces policies that can be renewed and have not been, a hundred at a time; answers how many. */
export class AnnounceExpiring extends Command<number> {}

@CommandHandler(AnnounceExpiring)
export class AnnounceExpiringHandler implements ICommandHandler<AnnounceExpiring> {
  constructor(private readonly policies: Policies) {}

  execute(): Promise<number> {
    return this.policies.changeDue(
      'renewal_date',
      'renewal_date <= $1 AND end_date >= $1 AND announced_term IS DISTINCT FROM term',
      (policy, moment) => policy.announceEnd(moment),
    );
  }
}
