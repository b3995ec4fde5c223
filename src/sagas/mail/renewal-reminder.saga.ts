import { Injectable } from '@nestjs/common';
import { PolicyLetters } from '../../modules/notifications/index.js';
import { POLICY_EXPIRING } from '../../modules/policies/index.js';
import { type Stored } from '../../platform/event-store/event-store.js';
import { Prepares, Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('renewal-reminder')
export class RenewalReminderSaga extends MailSaga {
  constructor(private readonly policyLetters: PolicyLetters) {
    super();
  }

  @Prepares(POLICY_EXPIRING)
  async remindProspectAndBrokerWhenPolicyExpiring(
    event: Stored<typeof POLICY_EXPIRING>,
    signal: AbortSignal,
  ): Promise<MailOutcome> {
    return this.send(event, signal, await this.policyLetters.renewal(Number(event.aggregate_id), event.data.term));
  }
}
