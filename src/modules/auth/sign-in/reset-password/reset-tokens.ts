import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../../platform/config/config.js';
import { sql } from '../../../../platform/database/sql.js';
import { insertRow, set } from '../../../../platform/database/statements.js';
import { UnitOfWork } from '../../../../platform/database/unit-of-work.js';
import { EVENT_STORE } from '../../../../platform/event-store/event-store.table.js';
import { hashOfToken } from '../sessions.js';
import { USER_PASSWORD_CHANGED } from '../../users/user.events.js';
import { USER } from '../../users/user.table.js';
import { PASSWORD_RESET } from './password-reset.table.js';

const VALID_MINUTES = 30;

/**
 * Tokens that set a password anew: once, within 30 minutes of asking. One is derived from the event that asked for it
 * with a key outside the database, so that every try to mail it sends the same token and no event or queue holds it.
 */
@Injectable()
export class ResetTokens {
  private readonly secret: Buffer;

  constructor(
    private readonly units: UnitOfWork,
    @Inject(CONFIG) config: Config,
  ) {
    this.secret = createHmac('sha256', config.DATA_KEY).update('password reset tokens').digest();
  }

  /** The token of a request, its hash noted; undefined once it would be too old, or the password was changed since. `requestedAt` is real time. */
  async issue(userId: number, eventId: string, requestedAt: string): Promise<string | undefined> {
    const token = createHmac('sha256', this.secret).update(eventId).digest('base64url');
    const expires = sql`${requestedAt}::timestamptz + make_interval(mins => ${VALID_MINUTES})`;
    const later = EVENT_STORE.as('later');
    const [valid] = await this.units.query(sql`
      WITH noted AS (
        ${insertRow(PASSWORD_RESET, { token_hash: hashOfToken(token), user_id: userId, expires_at: expires })}
        ON CONFLICT (${PASSWORD_RESET.token_hash.bare}) DO NOTHING)
      SELECT 1 WHERE ${expires} > clock_timestamp() AND NOT EXISTS (
        SELECT FROM ${later}
        WHERE ${later.aggregate_type} = 'user' AND ${later.aggregate_id} = ${String(userId)}
          AND ${later.event_type} = ${USER_PASSWORD_CHANGED.name}
          AND ${later.version} >
            (SELECT ${EVENT_STORE.version} FROM ${EVENT_STORE} WHERE ${EVENT_STORE.event_id} = ${eventId}))`);
    return valid ? token : undefined;
  }

  /** Whose a token is that can still be used. */
  async findUser(token: string): Promise<number | undefined> {
    const { user_id, token_hash, used_at, expires_at } = PASSWORD_RESET;
    const [row] = await this.units.query<{ user_id: number }>(sql`
      SELECT ${user_id} FROM ${PASSWORD_RESET} JOIN ${USER} ON ${USER.id} = ${user_id}
      WHERE ${token_hash} = ${hashOfToken(token)} AND ${used_at} IS NULL AND ${expires_at} > clock_timestamp()
        AND ${USER.is_active}`);
    return row?.user_id;
  }

  /** Uses a token up, and with it every other of its user; false where it was used in between. */
  async use(token: string, userId: number): Promise<boolean> {
    const hash = hashOfToken(token);
    return (await this.endAll(userId)).some((ended) => ended.equals(hash));
  }

  /** Ends every token of a user that could still be used; answers their hashes. */
  async endAll(userId: number): Promise<Buffer[]> {
    const { user_id, token_hash, used_at } = PASSWORD_RESET;
    const ended = await this.units.query<{ token_hash: Buffer }>(sql`
      UPDATE ${PASSWORD_RESET} SET ${set(PASSWORD_RESET, { used_at: sql`clock_timestamp()` })}
      WHERE ${user_id} = ${userId} AND ${used_at} IS NULL RETURNING ${token_hash}`);
    return ended.map((row) => row.token_hash);
  }
}
