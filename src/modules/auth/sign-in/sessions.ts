import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql.js';
import { columnsOf, insertRow, set } from '../../../platform/database/statements.js';
import { type RowOf } from '../../../platform/database/table.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { GOES_ON, REFRESH_TOKEN, SESSION } from './session.table.js';
import { type RevocationReason } from '../users/user.events.js';
import { USER } from '../users/user.table.js';
import { Users } from '../users/users.js';

/** A refresh token that nobody used for this long is worth nothing. */
const IDLE_DAYS = 7;
/** For a lost answer and for two tabs: how long a used token still gets further ones. */
const GRACE_SECONDS = 10;

interface TokenRow extends Pick<RowOf<typeof SESSION>, 'id' | 'user_id'> {
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
    await this.units.query(sql`
      WITH begun AS (${insertRow(SESSION, { id: sessionId, user_id: userId })})
      ${insertRow(REFRESH_TOKEN, { token_hash: hashOfToken(refreshToken), session_id: sessionId })}`);
    return { sessionId, refreshToken };
  }

  /**
   * Exchanges a refresh token for the next of its family; undefined where it is worth nothing. One used before, and not
   * just now, ends its session.
   */
  rotate(refreshToken: string): Promise<{ userId: number; sessionId: string; refreshToken: string } | undefined> {
    return this.units.run(async () => {
      const { token_hash, session_id, issued_at, used_at } = REFRESH_TOKEN;
      const itself = sql`${token_hash} = ${hashOfToken(refreshToken)}`;
      const firstUses = await this.units.execute(sql`
        UPDATE ${REFRESH_TOKEN} SET ${set(REFRESH_TOKEN, { used_at: sql`clock_timestamp()` })}
        WHERE ${itself} AND ${used_at} IS NULL`);
      const [token] = await this.units.query<TokenRow>(sql`
        SELECT ${columnsOf(SESSION, 'id', 'user_id')},
          ${used_at} > clock_timestamp() - make_interval(secs => ${GRACE_SECONDS}) AS graced,
          ${USER.is_active} AND ${GOES_ON}
            AND ${issued_at} > clock_timestamp() - make_interval(days => ${IDLE_DAYS}) AS alive
        FROM ${REFRESH_TOKEN} JOIN ${SESSION} ON ${SESSION.id} = ${session_id}
        JOIN ${USER} ON ${USER.id} = ${SESSION.user_id}
        WHERE ${itself}`);
      if (!token?.alive) return undefined;
      const { user_id: userId, id: sessionId } = token;
      if (firstUses > 0 || token.graced) return { userId, sessionId, refreshToken: await this.issue(sessionId) };
      // Either its owner or somebody else holds a copy; nobody can tell which, so the session ends for both.
      await this.revoke(userId, { only: sessionId }, 'refresh_token_reused');
      return undefined;
    });
  }

  /** Ends one session, or all of a user's but one; each is a fact. Their access tokens end with them. */
  async revoke(userId: number, which: { only: string } | { allBut?: string }, reason: RevocationReason): Promise<void> {
    await this.units.run(async () => {
      const { id, user_id, created_at, revoked_at } = SESSION;
      const chosen =
        'only' in which ? sql`${id} = ${which.only}` : sql`${id} IS DISTINCT FROM ${which.allBut ?? null}::uuid`;
      const revoked = await this.units.query<{ id: string }>(sql`
        WITH revoked AS (
          UPDATE ${SESSION} SET ${set(SESSION, { revoked_at: sql`clock_timestamp()` })}
          WHERE ${user_id} = ${userId} AND ${revoked_at} IS NULL AND ${chosen}
          RETURNING ${columnsOf(SESSION, 'id', 'created_at')})
        SELECT ${id.bare} FROM revoked ORDER BY ${created_at.bare}`);
      if (revoked.length === 0) return;
      await this.users.change(userId, (user, moment) => {
        for (const session of revoked) user.revokeSession(session.id, reason, moment);
      });
      this.users.forgetActors();
    });
  }

  private async issue(sessionId: string): Promise<string> {
    const token = newToken();
    await this.units.query(insertRow(REFRESH_TOKEN, { token_hash: hashOfToken(token), session_id: sessionId }));
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
