import { Injectable } from '@nestjs/common';
import { PolicyLetters } from '../../modules/notifications/index.js';
import { INSTALMENT_OVERDUE } from '../../modules/policies/index.js';
import { type Stored } from '../../platform/event-store/event-store.js';
import { Prepares, Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('instalment-reminder')
export class InstalmentReminderSaga extends MailSaga {
  constructor(private readonly policyLetters: PolicyLetters) {
    super();
  }

  @Prepares(INSTALMENT_OVERDUE)
  async remindProspectWhenInstalmentOverdue(
    event: Stored<typeof INSTALMENT_OVERDUE>,
    signal: AbortSignal,
  ): Promise<MailOutcome> {
    const { term, number, lapses_on } = event.data;
    return this.send(
      event,
      signal,
      await this.policyLetters.overdue(Number(event.aggregate_id), term, number, lapses_on),
    );
  }
}
