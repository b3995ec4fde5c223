import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Saga, Subscriber } from '../../queues/saga.js';
import { AdvanceProspect } from '../../modules/prospects/index.js';

/** Makes sure that a prospect's status has moved on with its quotes and policies; whoever made them has mostly done so. */
@Injectable()
@Subscriber('prospect-status')
export class ProspectStatusSaga extends Saga {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  async react(event: StoredEvent): Promise<void> {
    await this.advanceProspectWhenQuotedOrSigned(event);
  }

  private async advanceProspectWhenQuotedOrSigned({ event_type, data }: StoredEvent): Promise<void> {
    const status = event_type === 'PolicyCreated' ? 'policy_signed' : 'quoted';
    await this.commands.execute(new AdvanceProspect(Number(data.prospect_id), status, true));
  }
}
