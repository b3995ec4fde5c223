import { type EventMetadata } from '../../kernel/domain-event.js';
import { bigint, bytes, instant, int, json, none, nullable, oneOf, text, uuid } from '../../kernel/fields.js';
import { table } from '../database/table.js';

/** Every fact, for ever: rows are added and never changed. What is personal in `data` is sealed before it gets here. */
export const EVENT_STORE = table('event_store', {
  /** Global position. It has gaps and is no cursor. */
  id: none(bigint),
  event_id: none(uuid),
  event_type: none(text),
  aggregate_type: none(text),
  aggregate_id: none(text),
  version: none(int),
  data: none(json<Record<string, unknown>>()),
  metadata: none(json<EventMetadata>()),
  schema_version: none(int),
  occurred_at: none(instant),
  /** Real time. */
  recorded_at: none(instant),
  prev_hash: none(bytes),
  hash: none(bytes),
});

export const deliveryStatuses = ['pending', 'forwarded', 'done', 'dead', 'skipped'] as const;

/** Every fact owed to a subscriber: outbox, lease, inbox, retry counter and dead letter in one. */
export const EVENT_DELIVERY = table(
  'event_delivery',
  {
    event_id: none(uuid),
    subscriber: none(text),
    event_type: none(text),
    aggregate_type: none(text),
    aggregate_id: none(text),
    version: none(int),
    status: none(oneOf(deliveryStatuses)),
    attempts: none(int),
    forwards: none(int),
    next_at: none(instant),
    done_at: none(nullable(instant)),
    last_error: none(nullable(text)),
    result: none(nullable(json<object>())),
    created_at: none(instant),
  },
  { key: ['event_id', 'subscriber'] },
);

/** One key per person, wrapped. */
export const SUBJECT_KEY = table(
  'subject_key',
  { subject: none(text), wrapped_key: none(bytes), created_at: none(instant) },
  { key: ['subject'] },
);
