import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type FactOf } from '../../kernel/domain-event.js';
import { type Contract, RecordContract, RenderContract } from '../../modules/contracts/index.js';
import { type PolicyEvent } from '../../modules/policies/index.js';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Saga, Subscriber } from '../../queues/saga.js';

/** A term that was agreed gets its contract. */
@Injectable()
@Subscriber('contract-rendering')
export class ContractSaga extends Saga<Contract> {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  override prepare(event: StoredEvent, signal: AbortSignal): Promise<Contract> {
    return this.renderContractWhenPolicyCreated(event, signal);
  }

  async react(_event: StoredEvent, contract: Contract): Promise<object> {
    const { document_id } = await this.commands.execute(new RecordContract(contract));
    return { document_id };
  }

  private renderContractWhenPolicyCreated(event: StoredEvent, signal: AbortSignal): Promise<Contract> {
    const { term } = event.data as FactOf<PolicyEvent, 'PolicyCreated'>['data'];
    return this.commands.execute(new RenderContract(Number(event.aggregate_id), term, signal));
  }
}
