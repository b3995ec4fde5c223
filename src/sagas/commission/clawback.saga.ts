import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type FactOf } from '../../kernel/domain-event.js';
import { CalculateCommissions, ClawBackCommissions } from '../../modules/commissions/index.js';
import { type PolicyEvent } from '../../modules/policies/index.js';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Saga, Subscriber } from '../../queues/saga.js';

@Injectable()
@Subscriber('commission-clawback')
export class ClawbackSaga extends Saga {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  react(event: StoredEvent): Promise<object> {
    return this.clawBackCommissionsWhenPolicyCancelled(event);
  }

  /** Jobs come in any order: rows that are not there yet are made here, by the command that would have made them. */
  private async clawBackCommissionsWhenPolicyCancelled(event: StoredEvent): Promise<object> {
    const policyId = Number(event.aggregate_id);
    const { policy_number, prospect_id, rule, terms } = event.data as FactOf<PolicyEvent, 'PolicyCancelled'>['data'];
    const outcomes: object[] = [];
    for (const term of terms) {
      await this.commands.execute(
        new CalculateCommissions(policyId, term.term, {
          ...term,
          policy_number,
          prospect_id,
          occurred_at: term.agreed_at,
        }),
      );
      const { annual_premium, earned, kept = earned } = term;
      const outcome = await this.commands.execute(
        new ClawBackCommissions(policyId, term.term, { rule, annual_premium, kept, occurred_at: event.occurred_at }),
      );
      outcomes.push({ term: term.term, ...outcome });
    }
    return { terms: outcomes };
  }
}
