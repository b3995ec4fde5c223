import { Injectable } from '@nestjs/common';
import { type FactOf } from '../../kernel/domain-event.js';
import { PolicyLetters } from '../../modules/notifications/index.js';
import { type PolicyEvent } from '../../modules/policies/index.js';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('cancellation-mail')
export class CancellationMailSaga extends MailSaga {
  constructor(private readonly policyLetters: PolicyLetters) {
    super();
  }

  override prepare(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    return this.confirmCancellationWhenPolicyCancelled(event, signal);
  }

  private async confirmCancellationWhenPolicyCancelled(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    const { cause, terms } = event.data as FactOf<PolicyEvent, 'PolicyCancelled'>['data'];
    return this.send(event, signal, await this.policyLetters.cancellation(Number(event.aggregate_id), cause, terms));
  }
}
