import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IssueResetToken, USER_PASSWORD_RESET_REQUESTED } from '../../modules/auth/index.js';
import { type Stored } from '../../platform/event-store/event-store.js';
import { Prepares, Subscriber } from '../../queues/saga.js';
import { MailSaga, type MailOutcome } from './mail-saga.js';

@Injectable()
@Subscriber('password-reset-mail')
export class PasswordResetMailSaga extends MailSaga {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  @Prepares(USER_PASSWORD_RESET_REQUESTED)
  async mailTokenWhenPasswordResetRequested(
    event: Stored<typeof USER_PASSWORD_RESET_REQUESTED>,
    signal: AbortSignal,
  ): Promise<MailOutcome> {
    const userId = Number(event.aggregate_id);
    const token = await this.commands.execute(new IssueResetToken(userId, event.event_id, event.metadata.timestamp));
    if (token === undefined) return { skipped: 'asked for more than 30 minutes ago' };
    return this.send(event, signal, await this.letters.passwordReset(userId, token));
  }
}
