import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../../kernel/domain-error.js';
import { Sessions } from '../sessions.js';
import { type TokenPair, Tokens } from '../tokens.js';

/** Goes on with a session. */
export class RefreshSession extends Command<TokenPair> {
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

  async execute({ refreshToken }: RefreshSession): Promise<TokenPair> {
    const rotation = await this.sessions.rotate(refreshToken);
    if (rotation.verdict === 'rotated') return this.tokens.pair(rotation.userId, rotation);
    // Either its owner or somebody else holds a copy; nobody can tell which, so the session ends for both.
    if (rotation.verdict === 'reused') {
      await this.sessions.revoke(rotation.userId, { only: rotation.sessionId }, 'refresh_token_reused');
    }
    throw new DomainError(
      'invalid_refresh_token',
      'The refresh token is unknown, too old, used before or revoked. Sign in again.',
    );
  }
}
