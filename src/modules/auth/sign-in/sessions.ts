import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { SESSION_DAYS } from './signed-in.js';
import { type RevocationReason } from '../users/user.events.js';
import { Users } from '../users/users.js';

/** A refresh token that nobody used for this long is worth nothing. */
const IDLE_DAYS = 7;
/** For a lost answer and for two tabs: how long a used token still gets further ones. */
const GRACE_SECONDS = 10;

/** What presenting a refresh token comes to. */
export type Rotation =
  | { verdict: 'rotated'; userId: number; sessionId: string; refreshToken: string }
  | { verdict: 'refused' }
  /** Used before, and not just now: somebody has a copy. */
  | { verdict: 'reused'; userId: number; sessionId: string };

interface TokenRow {
  session_id: string;
  user_id: number;
  alive: boolean;
  graced: boolean | null;
}

/**
 * Sign-ins that go on: a session is a family of refresh tokens, of which only hashes are kept. Times are the
 * database's real clock.
 */
@Injectable()
export class Sessions {
  constructor(
    private readonly units: UnitOfWork,
    private readonly users: Users,
  ) {}

  /** Begins a session. */
  async open(userId: number): Promise<{ sessionId: string; refreshToken: string }> {
    const sessionId = randomUUID();
    const refreshToken = newToken();
    await this.units.queryText(
      'WITH begun AS (INSERT INTO session (id, user_id) VALUES ($1, $2)) INSERT INTO refresh_token (token_hash, session_id) VALUES ($3, $1)',
      [sessionId, userId, hashOfToken(refreshToken)],
    );
    return { sessionId, refreshToken };
  }

  /** Exchanges a refresh token for the next of its family. */
  rotate(refreshToken: string): Promise<Rotation> {
    return this.units.run(async () => {
      const hash = hashOfToken(refreshToken);
      const firstUse = await this.units.queryText(
        `WITH used AS (
           UPDATE refresh_token SET used_at = clock_timestamp() WHERE token_hash = $1 AND used_at IS NULL RETURNING 1)
         SELECT 1 FROM used`,
        [hash],
      );
      const [token] = await this.units.queryText<TokenRow>(
        `SELECT session_id, user_id, used_at > clock_timestamp() - make_interval(secs => ${GRACE_SECONDS}) AS graced,
           is_active AND revoked_at IS NULL
             AND session.created_at > clock_timestamp() - make_interval(days => ${SESSION_DAYS})
             AND issued_at > clock_timestamp() - make_interval(days => ${IDLE_DAYS}) AS alive
         FROM refresh_token JOIN session ON session.id = session_id JOIN app_user ON app_user.id = user_id
         WHERE token_hash = $1`,
        [hash],
      );
      if (!token?.alive) return { verdict: 'refused' };
      const { user_id: userId, session_id: sessionId } = token;
      if (firstUse.length === 0 && !token.graced) return { verdict: 'reused', userId, sessionId };
      return { verdict: 'rotated', userId, sessionId, refreshToken: await this.issue(sessionId) };
    });
  }

  /** Ends one session, or all of a user's but one; each is a fact. Their access tokens end with them. */
  async revoke(userId: number, which: { only: string } | { allBut?: string }, reason: RevocationReason): Promise<void> {
    await this.units.run(async () => {
      const only = 'only' in which ? which.only : null;
      const kept = 'only' in which ? null : (which.allBut ?? null);
      const revoked = await this.units.queryText<{ id: string }>(
        `WITH revoked AS (
           UPDATE session SET revoked_at = clock_timestamp()
           WHERE user_id = $1 AND revoked_at IS NULL AND ($2::uuid IS NULL OR id = $2) AND id IS DISTINCT FROM $3::uuid
           RETURNING id, created_at)
         SELECT id FROM revoked ORDER BY created_at`,
        [userId, only, kept],
      );
      if (revoked.length === 0) return;
      await this.users.change(userId, (user, moment) => {
        for (const { id } of revoked) user.revokeSession(id, reason, moment);
      });
      this.users.forgetActors();
    });
  }

  private async issue(sessionId: string): Promise<string> {
    const token = newToken();
    await this.units.queryText('INSERT INTO refresh_token (token_hash, session_id) VALUES ($1, $2)', [
      hashOfToken(token),
      sessionId,
    ]);
    return token;
  }
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 is enough for what is random already: there is nothing to guess. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
