import { bigint, bytes, instant, int, json, none, nullable } from '../../../kernel/fields.js';
import { table } from '../../../platform/database/table.js';
import { type SealedBox } from '../../../platform/event-store/personal-data.js';

export const SECOND_FACTOR = table(
  'second_factor',
  {
    user_id: none(int),
    /** Sealed with the user's key before it gets here. */
    sealed_secret: none(json<SealedBox>()),
    /** Null while the enrolment waits for its first code. */
    confirmed_at: none(nullable(instant)),
    /** The step of the last code taken. */
    last_step: none(bigint),
  },
  { key: ['user_id'] },
);

/** Each of them signs in once in place of the authenticator. */
export const RECOVERY_CODE = table(
  'recovery_code',
  { code_hash: none(bytes), user_id: none(int), used_at: none(nullable(instant)) },
  { key: ['user_id', 'code_hash'] },
);
