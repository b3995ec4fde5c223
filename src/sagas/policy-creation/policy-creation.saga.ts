import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Saga, Subscriber } from '../../queues/saga.js';
import { IssuePolicy } from '../../modules/policies/index.js';
import { type QuoteEvent } from '../../modules/quotes/index.js';

type QuoteAccepted = Extract<QuoteEvent, { type: 'QuoteAccepted' }>['data'];

/** Makes sure that every accepted quote ends in a policy, or open again: the API may have died before it got there. */
@Injectable()
@Subscriber('policy-creation')
export class PolicyCreationSaga extends Saga {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  react(event: StoredEvent): Promise<object> {
    return this.issuePolicyWhenQuoteAccepted(Number(event.aggregate_id), event.data as unknown as QuoteAccepted);
  }

  private async issuePolicyWhenQuoteAccepted(quoteId: number, accepted: QuoteAccepted): Promise<object> {
    const { start_date, allow_second_policy, accepted_by } = accepted;
    const outcome = await this.commands.execute(
      new IssuePolicy(quoteId, { start_date, allow_second_policy }, accepted_by),
    );
    return 'refused' in outcome ? { refused: outcome.refused.code } : { policy_id: outcome.policy.id };
  }
}
