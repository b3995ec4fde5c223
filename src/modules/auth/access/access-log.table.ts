import { bigint, instant, int, json, none, nullable, text } from '../../../kernel/fields.js';
import { table } from '../../../platform/database/table.js';
import { type SealedBox } from '../../../platform/event-store/personal-data.js';

/** Who looked at which person's data: rows are added and never changed. */
export const ACCESS_LOG = table('access_log', {
  id: none(bigint),
  at: none(instant),
  user_id: none(int),
  role: none(text),
  /** As the access table calls it: `prospect.read`. */
  action: none(text),
  /** `prospect:12`; never what the object holds. */
  object: none(nullable(text)),
  route: none(text),
  status: none(int),
  request_id: none(text),
  /** Sealed with the user's key before it gets here. */
  sealed_ip: none(json<SealedBox>()),
});
