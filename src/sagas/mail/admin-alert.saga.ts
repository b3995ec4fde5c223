import { Injectable } from '@nestjs/common';
import { USER_FIRST_MAIL_LIMIT_REACHED } from '../../modules/auth/index.js';
import { DELIVERY_DIED } from '../../queues/delivery.events.js';
import { type Stored } from '../../platform/event-store/event-store.js';
import { Prepares, Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('admin-alert')
export class AdminAlertSaga extends MailSaga {
  @Prepares(DELIVERY_DIED)
  async alertAdminsWhenDeliveryDied(event: Stored<typeof DELIVERY_DIED>, signal: AbortSignal): Promise<MailOutcome> {
    return this.send(event, signal, await this.letters.deliveryDied(event.data));
  }

  @Prepares(USER_FIRST_MAIL_LIMIT_REACHED)
  async alertAdminsWhenFirstMailLimitReached(
    event: Stored<typeof USER_FIRST_MAIL_LIMIT_REACHED>,
    signal: AbortSignal,
  ): Promise<MailOutcome> {
    return this.send(event, signal, await this.letters.firstMailLimit(Number(event.aggregate_id), event.data));
  }
}
