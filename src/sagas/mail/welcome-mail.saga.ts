import { Injectable } from '@nestjs/common';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('welcome-mail')
export class WelcomeMailSaga extends MailSaga {
  override prepare(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    return this.welcomeProspectWhenCreated(event, signal);
  }

  private async welcomeProspectWhenCreated(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    return this.send(event, signal, await this.letters.welcome(Number(event.aggregate_id)));
  }
}
