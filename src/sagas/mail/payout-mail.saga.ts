import { Injectable } from '@nestjs/common';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('payout-mail')
export class PayoutMailSaga extends MailSaga {
  override prepare(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    return this.mailStatementsWhenPayoutMade(event, signal);
  }

  private async mailStatementsWhenPayoutMade(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    return this.send(event, signal, await this.letters.payoutStatements(Number(event.aggregate_id)));
  }
}
