import { boolean, bytes, double, instant, int, none } from '../../../kernel/fields.js';
import { table } from '../../../platform/database/table.js';

/** Failed tries on an account, and on an account from one address. Keys are keyed hashes: no name is in them. */
export const SIGN_IN_DELAY = table(
  'sign_in_delay',
  {
    key: none(bytes),
    failures: none(int),
    /** When the next try may come. */
    free_at: none(instant),
    last_at: none(instant),
    /** Whether the owner has signed in from this address. */
    known: none(boolean),
  },
  { key: ['key'] },
);

/** Failed tries from one address, leaking away with time; keyed by hash too. */
export const ADDRESS_BUCKET = table(
  'address_bucket',
  { key: none(bytes), level: none(double), updated_at: none(instant) },
  { key: ['key'] },
);
