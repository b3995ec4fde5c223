import { Injectable } from '@nestjs/common';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('broker-notification')
export class BrokerNotificationSaga extends MailSaga {
  override prepare(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    return this.tellBrokerWhenProspectCreated(event, signal);
  }

  private async tellBrokerWhenProspectCreated(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    const { assigned_broker: broker, created_by: creator } = event.data as {
      assigned_broker: number | null;
      created_by: number;
    };
    if (broker === null) return { skipped: 'no broker assigned' };
    if (broker === creator) return { skipped: 'made by the broker themselves' };
    return this.send(event, signal, await this.letters.newProspect(Number(event.aggregate_id), broker));
  }
}
