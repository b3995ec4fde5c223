import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../../platform/config/config.js';
import { UnitOfWork } from '../../../../platform/database/unit-of-work.js';
import { hashOfToken } from '../sessions.js';

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
    const [valid] = await this.units.queryText(
      `WITH noted AS (
         INSERT INTO password_reset (token_hash, user_id, expires_at)
         VALUES ($1, $2::int, $3::timestamptz + make_interval(mins => ${VALID_MINUTES})) ON CONFLICT (token_hash) DO NOTHING)
       SELECT 1 WHERE $3::timestamptz + make_interval(mins => ${VALID_MINUTES}) > clock_timestamp() AND NOT EXISTS (
         SELECT FROM event_store WHERE aggregate_type = 'user' AND aggregate_id = $2::text AND event_type = 'UserPasswordChanged'
           AND version > (SELECT version FROM event_store WHERE event_id = $4))`,
      [hashOfToken(token), userId, requestedAt, eventId],
    );
    return valid ? token : undefined;
  }

  /** Whose a token is that can still be used. */
  async findUser(token: string): Promise<number | undefined> {
    const [row] = await this.units.queryText<{ user_id: number }>(
      `SELECT user_id FROM password_reset JOIN app_user ON app_user.id = user_id
       WHERE token_hash = $1 AND used_at IS NULL AND expires_at > clock_timestamp() AND is_active`,
      [hashOfToken(token)],
    );
    return row?.user_id;
  }

  /** Uses a token up, and with it every other of its user; false where it was used in between. */
  async use(token: string, userId: number): Promise<boolean> {
    const hash = hashOfToken(token);
    return (await this.endAll(userId)).some((ended) => ended.equals(hash));
  }

  /** Ends every token of a user that could still be used; answers their hashes. */
  async endAll(userId: number): Promise<Buffer[]> {
    const ended = await this.units.queryText<{ token_hash: Buffer }>(
      `WITH ended AS (
         UPDATE password_reset SET used_at = clock_timestamp() WHERE user_id = $1 AND used_at IS NULL RETURNING token_hash)
       SELECT token_hash FROM ended`,
      [userId],
    );
    return ended.map(({ token_hash }) => token_hash);
  }
}
