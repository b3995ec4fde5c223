import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { POLICY_CREATED } from '../../modules/policies/index.js';
import { AdvanceProspect } from '../../modules/prospects/index.js';
import { COMPARISON_GENERATED } from '../../modules/quotes/index.js';
import { type Stored } from '../../platform/event-store/event-store.js';
import { Reacts, Saga, Subscriber } from '../../queues/saga.js';

/** Makes sure that a prospect's status has moved on with its quotes and policies; whoever made them has mostly done so. */
@Injectable()
@Subscriber('prospect-status')
export class ProspectStatusSaga extends Saga {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  @Reacts(COMPARISON_GENERATED)
  async advanceProspectWhenQuoted({ data }: Stored<typeof COMPARISON_GENERATED>): Promise<void> {
    await this.commands.execute(new AdvanceProspect(data.prospect_id, 'quoted', true));
  }

  @Reacts(POLICY_CREATED)
  async advanceProspectWhenSigned({ data }: Stored<typeof POLICY_CREATED>): Promise<void> {
    await this.commands.execute(new AdvanceProspect(data.prospect_id, 'policy_signed', true));
  }
}
