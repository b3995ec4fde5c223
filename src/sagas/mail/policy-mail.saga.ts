import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { POLICY_CONTRACT_GENERATED, RecordConfirmation } from '../../modules/policies/index.js';
import { type Stored } from '../../platform/event-store/event-store.js';
import { Prepares, Reacts, Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

type Generated = Stored<typeof POLICY_CONTRACT_GENERATED>;

@Injectable()
@Subscriber('policy-mail')
export class PolicyMailSaga extends MailSaga {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  @Prepares(POLICY_CONTRACT_GENERATED)
  async confirmPolicyWhenContractGenerated(event: Generated, signal: AbortSignal): Promise<MailOutcome> {
    const { term, contract_version, sha256 } = event.data;
    if (contract_version > 1) return { skipped: 'not the first contract of its term' };
    return this.send(event, signal, await this.letters.confirmation(Number(event.aggregate_id), term, sha256));
  }

  @Reacts(POLICY_CONTRACT_GENERATED)
  async recordConfirmationWhenMailed({ aggregate_id, data }: Generated, outcome: MailOutcome): Promise<MailOutcome> {
    if ('mails' in outcome) await this.commands.execute(new RecordConfirmation(Number(aggregate_id), data.term));
    return outcome;
  }
}
