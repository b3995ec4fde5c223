import { boolean, instant, int, none, nullable, oneOf, personal, text } from '../../../kernel/fields.js';
import { aggregateColumns, type RowOf, table } from '../../../platform/database/table.js';
import { roles } from '../access/roles.js';

export const USER = table('app_user', {
  ...aggregateColumns,
  username: personal(text, ''),
  email: personal(text, ''),
  role: none(oneOf(roles)),
  supervisor_id: none(nullable(int)),
  is_active: none(boolean),
  /** Whether a second factor is confirmed. */
  second_factor: none(boolean),
  /** Counts the changes of what is administered; unlike `version` it stays as it is when somebody signs in. */
  revision: none(int),
  last_login: none(nullable(instant)),
  created_at: none(instant),
});

export type UserState = RowOf<typeof USER>;
