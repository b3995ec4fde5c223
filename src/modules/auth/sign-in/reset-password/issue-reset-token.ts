import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ResetTokens } from './reset-tokens.js';

/** The token that a reset mail carries, the same for every try of one event; undefined once it would be too old. */
export class IssueResetToken extends Command<string | undefined> {
  /** `requestedAt`: real time, ISO 8601. */
  constructor(
    readonly userId: number,
    readonly eventId: string,
    readonly requestedAt: string,
  ) {
    super();
  }
}

@CommandHandler(IssueResetToken)
export class IssueResetTokenHandler implements ICommandHandler<IssueResetToken> {
  constructor(private readonly tokens: ResetTokens) {}

  execute({ userId, eventId, requestedAt }: IssueResetToken): Promise<string | undefined> {
    return this.tokens.issue(userId, eventId, requestedAt);
  }
}
