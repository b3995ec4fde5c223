import { bytes, instant, int, json, none, nullable, text } from '../../kernel/fields.js';
import { table } from '../database/table.js';
import { type SealedBox } from '../event-store/personal-data.js';

/** One request as its key names it, and what came of it; a row that can be seen has committed with that. */
export const IDEMPOTENCY_KEY = table(
  'idempotency_key',
  {
    user_id: none(int),
    route: none(text),
    key: none(text),
    /** SHA-256 over path, query and body. */
    fingerprint: none(bytes),
    effect: none(nullable(json<object>())),
    status: none(nullable(int)),
    /** Sealed with the key of the user who asked. */
    answer: none(nullable(json<SealedBox>())),
    created_at: none(instant),
  },
  { key: ['user_id', 'route', 'key'] },
);
