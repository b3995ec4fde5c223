import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type FactOf } from '../../kernel/domain-event.js';
import { RecordConfirmation, type PolicyEvent } from '../../modules/policies/index.js';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

type Generated = FactOf<PolicyEvent, 'PolicyContractGenerated'>['data'];

@Injectable()
@Subscriber('policy-mail')
export class PolicyMailSaga extends MailSaga {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  override prepare(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    return this.confirmPolicyWhenContractGenerated(event, signal);
  }

  override async react(event: StoredEvent, outcome: MailOutcome): Promise<MailOutcome> {
    if ('mails' in outcome) {
      await this.commands.execute(new RecordConfirmation(Number(event.aggregate_id), (event.data as Generated).term));
    }
    return outcome;
  }

  private async confirmPolicyWhenContractGenerated(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    const { term, contract_version, sha256 } = event.data as Generated;
    if (contract_version > 1) return { skipped: 'not the first contract of its term' };
    const letter = await this.letters.confirmation(Number(event.aggregate_id), term, sha256);
    return this.send(event, signal, letter);
  }
}
