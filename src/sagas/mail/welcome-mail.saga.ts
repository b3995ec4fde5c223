import { Injectable } from '@nestjs/common';
import { PROSPECT_CREATED } from '../../modules/prospects/index.js';
import { type Stored } from '../../platform/event-store/event-store.js';
import { Prepares, Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('welcome-mail')
export class WelcomeMailSaga extends MailSaga {
  @Prepares(PROSPECT_CREATED)
  async welcomeProspectWhenCreated(event: Stored<typeof PROSPECT_CREATED>, signal: AbortSignal): Promise<MailOutcome> {
    return this.send(event, signal, await this.letters.welcome(Number(event.aggregate_id)));
  }
}
