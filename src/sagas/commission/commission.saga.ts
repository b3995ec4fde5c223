import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type FactOf } from '../../kernel/domain-event.js';
import { CalculateCommissions } from '../../modules/commissions/index.js';
import { type PolicyEvent } from '../../modules/policies/index.js';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Saga, Subscriber } from '../../queues/saga.js';

@Injectable()
@Subscriber('commission-calculation')
export class CommissionSaga extends Saga {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  react(event: StoredEvent): Promise<object> {
    return this.calculateCommissionsWhenTermBegan(event);
  }

  private async calculateCommissionsWhenTermBegan(event: StoredEvent): Promise<object> {
    const begun = event.data as FactOf<PolicyEvent, 'PolicyCreated' | 'PolicyRenewed'>['data'];
    const commission_ids = await this.commands.execute(
      new CalculateCommissions(Number(event.aggregate_id), begun.term, { ...begun, occurred_at: event.occurred_at }),
    );
    return { commission_ids };
  }
}
