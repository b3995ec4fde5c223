import { Injectable } from '@nestjs/common';
import { PolicyLetters } from '../../modules/notifications/index.js';
import { POLICY_CANCELLED } from '../../modules/policies/index.js';
import { type Stored } from '../../platform/event-store/event-store.js';
import { Prepares, Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('cancellation-mail')
export class CancellationMailSaga extends MailSaga {
  constructor(private readonly policyLetters: PolicyLetters) {
    super();
  }

  @Prepares(POLICY_CANCELLED)
  async confirmCancellationWhenPolicyCancelled(
    event: Stored<typeof POLICY_CANCELLED>,
    signal: AbortSignal,
  ): Promise<MailOutcome> {
    const { cause, terms } = event.data;
    return this.send(event, signal, await this.policyLetters.cancellation(Number(event.aggregate_id), cause, terms));
  }
}
