import { bytes, instant, int, none, nullable } from '../../../../kernel/fields.js';
import { table } from '../../../../platform/database/table.js';

/** The tokens that were mailed, by their hashes. */
export const PASSWORD_RESET = table(
  'password_reset',
  { token_hash: none(bytes), user_id: none(int), expires_at: none(instant), used_at: none(nullable(instant)) },
  { key: ['token_hash'] },
);
