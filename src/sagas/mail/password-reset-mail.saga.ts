import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IssueResetToken } from '../../modules/auth/index.js';
import { type StoredEvent } from '../../platform/event-store/event-store.js';
import { Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('password-reset-mail')
export class PasswordResetMailSaga extends MailSaga {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  override prepare(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    return this.mailTokenWhenPasswordResetRequested(event, signal);
  }

  private async mailTokenWhenPasswordResetRequested(event: StoredEvent, signal: AbortSignal): Promise<MailOutcome> {
    const userId = Number(event.aggregate_id);
    const token = await this.commands.execute(new IssueResetToken(userId, event.event_id, event.metadata.timestamp));
    if (token === undefined) return { skipped: 'asked for more than 30 minutes ago' };
    return this.send(event, signal, await this.letters.passwordReset(userId, token));
  }
}
