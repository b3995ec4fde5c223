import { Injectable } from '@nestjs/common';
import { type FactOf } from '../../kernel/domain-event.js';
import { PolicyLetters } from '../../modules/notifications/index.js';
import { type PolicyEvent } from '../../modules/policies/index.js';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('instalment-reminder')
export class InstalmentReminderSaga extends MailSaga {
  constructor(private readonly policyLetters: PolicyLetters) {
    super();
  }

  override prepare(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    return this.remindProspectWhenInstalmentOverdue(event, signal);
  }

  private async remindProspectWhenInstalmentOverdue(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    const { term, number, lapses_on } = event.data as FactOf<PolicyEvent, 'InstalmentOverdue'>['data'];
    return this.send(
      event,
      signal,
      await this.policyLetters.overdue(Number(event.aggregate_id), term, number, lapses_on),
    );
  }
}
