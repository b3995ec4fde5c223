import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CalculateCommissions } from '../../modules/commissions/index.js';
import { POLICY_CREATED, POLICY_RENEWED } from '../../modules/policies/index.js';
import { type Stored } from '../../platform/event-store/event-store.js';
import { Reacts, Saga, Subscriber } from '../../queues/saga.js';

@Injectable()
@Subscriber('commission-calculation')
export class CommissionSaga extends Saga {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  @Reacts(POLICY_CREATED, POLICY_RENEWED)
  async calculateCommissionsWhenTermBegan({
    aggregate_id,
    data,
    occurred_at,
  }: Stored<typeof POLICY_CREATED | typeof POLICY_RENEWED>): Promise<object> {
    const begun = { ...data, occurred_at };
    return {
      commission_ids: await this.commands.execute(new CalculateCommissions(Number(aggregate_id), data.term, begun)),
    };
  }
}
