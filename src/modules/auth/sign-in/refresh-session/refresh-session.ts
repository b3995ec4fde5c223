import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../../kernel/domain-error.js';
import { OwnTransactions } from '../../../../platform/database/own-transactions.js';
import { Sessions } from '../sessions.js';
import { type TokenDto } from '../log-in/log-in.dto.js';
import { Tokens } from '../tokens.js';

/** Goes on with a session. */
@OwnTransactions('a token shown twice ends its session although the answer is a refusal')
export class RefreshSession extends Command<TokenDto> {
  constructor(readonly refreshToken: string) {
    super();
  }
}

@CommandHandler(RefreshSession)
export class RefreshSessionHandler implements ICommandHandler<RefreshSession> {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: Tokens,
  ) {}

  async execute({ refreshToken }: RefreshSession): Promise<TokenDto> {
    const rotated = await this.sessions.rotate(refreshToken);
    if (rotated) return this.tokens.pair(rotated.userId, rotated);
    throw new DomainError(
      'invalid_refresh_token',
      'The refresh token is unknown, too old, used before or revoked. Sign in again.',
    );
  }
}
