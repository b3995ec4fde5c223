import { Injectable } from '@nestjs/common';
import { type FactOf } from '../../kernel/domain-event.js';
import { PolicyLetters } from '../../modules/notifications/index.js';
import { type PolicyEvent } from '../../modules/policies/index.js';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('renewal-reminder')
export class RenewalReminderSaga extends MailSaga {
  constructor(private readonly policyLetters: PolicyLetters) {
    super();
  }

  override prepare(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    return this.remindProspectAndBrokerWhenPolicyExpiring(event, signal);
  }

  private async remindProspectAndBrokerWhenPolicyExpiring(
    event: StoredEvent,
    signal: AbortSignal,
  ): Promise<MailOutcome> {
    const { term } = event.data as FactOf<PolicyEvent, 'PolicyExpiring'>['data'];
    return this.send(event, signal, await this.policyLetters.renewal(Number(event.aggregate_id), term));
  }
}
