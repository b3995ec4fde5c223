import { Injectable } from '@nestjs/common';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('quote-mail')
export class QuoteMailSaga extends MailSaga {
  override prepare(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    return this.mailQuoteWhenSent(event, signal);
  }

  private async mailQuoteWhenSent(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    return this.send(event, signal, await this.letters.quote(Number(event.aggregate_id)));
  }
}
