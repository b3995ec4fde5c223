import { day, int, none } from '../../kernel/fields.js';
import { table } from '../../platform/database/table.js';

/** How many addresses that we had never written to a user has entered on one day. */
export const FIRST_MAIL = table(
  'first_mail',
  { user_id: none(int), day: none(day), mails: none(int) },
  { key: ['user_id'] },
);
