import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CalculateCommissions, ClawBackCommissions } from '../../modules/commissions/index.js';
import { POLICY_CANCELLED } from '../../modules/policies/index.js';
import { type Stored } from '../../platform/event-store/event-store.js';
import { Reacts, Saga, Subscriber } from '../../queues/saga.js';

@Injectable()
@Subscriber('commission-clawback')
export class ClawbackSaga extends Saga {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  /** Jobs come in any order: rows that are not there yet are made here, by the command that would have made them. */
  @Reacts(POLICY_CANCELLED)
  async clawBackCommissionsWhenPolicyCancelled(event: Stored<typeof POLICY_CANCELLED>): Promise<object> {
    const policyId = Number(event.aggregate_id);
    const { policy_number, prospect_id, rule, terms } = event.data;
    const outcomes: object[] = [];
    for (const term of terms) {
      const begun = { ...term, policy_number, prospect_id, occurred_at: term.agreed_at };
      await this.commands.execute(new CalculateCommissions(policyId, term.term, begun));
      const { annual_premium, earned, kept = earned } = term;
      const taken = { rule, annual_premium, kept, occurred_at: event.occurred_at };
      const outcome = await this.commands.execute(new ClawBackCommissions(policyId, term.term, taken));
      outcomes.push({ term: term.term, ...outcome });
    }
    return { terms: outcomes };
  }
}
