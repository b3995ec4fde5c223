import { bytes, instant, int, none } from '../../../kernel/fields.js';
import { table } from '../../database/table.js';

/** How many requests an address has taken of a route; `key` is a keyed hash of both, in which no address can be read. */
export const REQUEST_LIMIT = table(
  'request_limit',
  { key: none(bytes), used: none(int), resets_at: none(instant) },
  { key: ['key'] },
);
