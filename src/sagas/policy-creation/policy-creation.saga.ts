import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IssuePolicy } from '../../modules/policies/index.js';
import { QUOTE_ACCEPTED } from '../../modules/quotes/index.js';
import { type Stored } from '../../platform/event-store/event-store.js';
import { Reacts, Saga, Subscriber } from '../../queues/saga.js';

/** Makes sure that every accepted quote ends in a policy, or open again: the API may have died before it got there. */
@Injectable()
@Subscriber('policy-creation')
export class PolicyCreationSaga extends Saga {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  @Reacts(QUOTE_ACCEPTED)
  async issuePolicyWhenQuoteAccepted({ aggregate_id, data }: Stored<typeof QUOTE_ACCEPTED>): Promise<object> {
    const { start_date, allow_second_policy, accepted_by } = data;
    const terms = { start_date, allow_second_policy };
    const outcome = await this.commands.execute(new IssuePolicy(Number(aggregate_id), terms, accepted_by));
    return 'refused' in outcome ? { refused: outcome.refused.code } : { policy_id: outcome.policy.id };
  }
}
