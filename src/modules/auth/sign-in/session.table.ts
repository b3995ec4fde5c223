import { bytes, instant, int, none, nullable, uuid } from '../../../kernel/fields.js';
import { sql } from '../../../platform/database/sql.js';
import { table } from '../../../platform/database/table.js';

/** A session ends this long after its sign-in, however busy. */
export const SESSION_DAYS = 30;

/** A family of refresh tokens. Its times are real time. */
export const SESSION = table('session', {
  id: none(uuid),
  user_id: none(int),
  created_at: none(instant),
  revoked_at: none(nullable(instant)),
});

/** The condition under which a session goes on. */
export const GOES_ON = sql`${SESSION.revoked_at} IS NULL
  AND ${SESSION.created_at} > clock_timestamp() - make_interval(days => ${SESSION_DAYS})`;

export const REFRESH_TOKEN = table(
  'refresh_token',
  { token_hash: none(bytes), session_id: none(uuid), issued_at: none(instant), used_at: none(nullable(instant)) },
  { key: ['token_hash'] },
);
