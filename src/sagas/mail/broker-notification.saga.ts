import { Injectable } from '@nestjs/common';
import { PROSPECT_CREATED } from '../../modules/prospects/index.js';
import { type Stored } from '../../platform/event-store/event-store.js';
import { Prepares, Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('broker-notification')
export class BrokerNotificationSaga extends MailSaga {
  @Prepares(PROSPECT_CREATED)
  async tellBrokerWhenProspectCreated(
    event: Stored<typeof PROSPECT_CREATED>,
    signal: AbortSignal,
  ): Promise<MailOutcome> {
    const { assigned_broker: broker, created_by: creator } = event.data;
    if (broker === null) return { skipped: 'no broker assigned' };
    if (broker === creator) return { skipped: 'made by the broker themselves' };
    return this.send(event, signal, await this.letters.newProspect(Number(event.aggregate_id), broker));
  }
}
