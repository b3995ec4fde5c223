import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type Contract, RecordContract, RenderContract } from '../../modules/contracts/index.js';
import { POLICY_CREATED, POLICY_RENEWED } from '../../modules/policies/index.js';
import { type Stored } from '../../platform/event-store/event-store.js';
import { Prepares, Reacts, Saga, Subscriber } from '../../queues/saga.js';

type TermBegan = Stored<typeof POLICY_CREATED | typeof POLICY_RENEWED>;

/** A term that was agreed gets its contract. */
@Injectable()
@Subscriber('contract-rendering')
export class ContractSaga extends Saga {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  @Prepares(POLICY_CREATED, POLICY_RENEWED)
  renderContractWhenTermBegan({ aggregate_id, data }: TermBegan, signal: AbortSignal): Promise<Contract> {
    return this.commands.execute(new RenderContract(Number(aggregate_id), data.term, signal));
  }

  @Reacts(POLICY_CREATED, POLICY_RENEWED)
  async recordContractWhenRendered(_event: TermBegan, contract: Contract): Promise<object> {
    const { document_id } = await this.commands.execute(new RecordContract(contract));
    return { document_id };
  }
}
