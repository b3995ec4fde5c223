import { Injectable } from '@nestjs/common';
import { PAYOUT_MADE } from '../../modules/payouts/index.js';
import { type Stored } from '../../platform/event-store/event-store.js';
import { Prepares, Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('payout-mail')
export class PayoutMailSaga extends MailSaga {
  @Prepares(PAYOUT_MADE)
  async mailStatementsWhenPayoutMade(event: Stored<typeof PAYOUT_MADE>, signal: AbortSignal): Promise<MailOutcome> {
    return this.send(event, signal, await this.letters.payoutStatements(Number(event.aggregate_id)));
  }
}
