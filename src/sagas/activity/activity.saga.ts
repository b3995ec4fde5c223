import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RecordActivity } from '../../modules/dashboard/index.js';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Saga, Subscriber } from '../../queues/saga.js';

@Injectable()
@Subscriber('activity')
export class ActivitySaga extends Saga {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  /** Records activity when anything happens. */
  override async react(event: StoredEvent): Promise<void> {
    await this.commands.execute(new RecordActivity(event));
  }
}
