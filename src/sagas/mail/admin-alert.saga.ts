import { Injectable } from '@nestjs/common';
import { type DeadDelivery, type ReachedLimit } from '../../modules/notifications/index.js';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('admin-alert')
export class AdminAlertSaga extends MailSaga {
  override prepare(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    return event.event_type === 'DeliveryDied'
      ? this.alertAdminsWhenDeliveryDied(event, signal)
      : this.alertAdminsWhenFirstMailLimitReached(event, signal);
  }

  private async alertAdminsWhenDeliveryDied(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    return this.send(event, signal, await this.letters.deliveryDied(event.data as unknown as DeadDelivery));
  }

  private async alertAdminsWhenFirstMailLimitReached(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    return this.send(
      event,
      signal,
      await this.letters.firstMailLimit(Number(event.aggregate_id), event.data as unknown as ReachedLimit),
    );
  }
}
