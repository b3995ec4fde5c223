import { int, none, personal, text } from '../../../kernel/fields.js';
import { table } from '../../../platform/database/table.js';

/** Apart from the users, so that no list and no fact comes near it. */
export const CREDENTIAL = table(
  'credential',
  { user_id: none(int), password_hash: personal(text, '') },
  { key: ['user_id'] },
);
