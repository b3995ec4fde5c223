import { bigint, bytes, instant, int, none, uuid } from '../../kernel/fields.js';
import { table } from '../database/table.js';

/** The sealed blocks, each over a stretch of the sequence: rows are added and never changed. */
export const EVENT_BLOCK = table(
  'event_block',
  {
    number: none(int),
    first_sequence: none(bigint),
    last_sequence: none(bigint),
    merkle_root: none(bytes),
    /** The code of the block before; empty for the first. */
    previous: none(bytes),
    hmac: none(bytes),
    /** Real time. */
    sealed_at: none(instant),
  },
  { key: ['number'] },
);

/** The gapless sequence of events, from 1: rows are added and never changed. */
export const EVENT_SEQUENCE = table(
  'event_sequence',
  { sequence: none(bigint), event_id: none(uuid), mac: none(bytes) },
  { key: ['sequence'] },
);

/** The events that no block holds yet, by the event store's id; a trigger of that fills it. */
export const EVENT_UNSEALED = table('event_unsealed', { id: none(bigint) });
