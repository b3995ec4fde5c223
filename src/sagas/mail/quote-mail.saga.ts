import { Injectable } from '@nestjs/common';
import { QUOTE_SENT } from '../../modules/quotes/index.js';
import { type Stored } from '../../platform/event-store/event-store.js';
import { Prepares, Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('quote-mail')
export class QuoteMailSaga extends MailSaga {
  @Prepares(QUOTE_SENT)
  async mailQuoteWhenSent(event: Stored<typeof QUOTE_SENT>, signal: AbortSignal): Promise<MailOutcome> {
    return this.send(event, signal, await this.letters.quote(Number(event.aggregate_id)));
  }
}
