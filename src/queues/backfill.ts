import { sql } from '../platform/database/sql.js';
import { type UnitOfWork } from '../platform/database/unit-of-work.js';
import { EVENT_DELIVERY, EVENT_STORE } from '../platform/event-store/event-store.table.js';
import { type Subscriptions } from './subscriptions.js';

export interface BackfillOptions {
  subscriber: string;
  /** Only events recorded from this instant on (ISO 8601). */
  since?: string;
  /** Counts without writing. */
  dryRun?: boolean;
  onProgress?: (made: number, upTo: number, last: number) => void;
}

const PAGE = 5000;

/**
 * Owes a subscriber the events from before it was there: makes the deliveries that are missing, oldest first, page by
 * page. Safe to repeat, and while the system runs; run it once no process of a build without the subscriber is left.
 * Answers how many deliveries were made.
 */
export async function backfill(
  units: UnitOfWork,
  subscriptions: Subscriptions,
  { subscriber, since, dryRun = false, onProgress }: BackfillOptions,
): Promise<number> {
  const { names } = subscriptions;
  if (!names.includes(subscriber))
    throw new Error(`There is no subscriber ${subscriber}; there are ${names.join(', ')}.`);
  const facts = subscriptions.factsOf(subscriber);
  const { id, event_id, event_type, aggregate_type, aggregate_id, version, recorded_at } = EVENT_STORE;
  const owed = facts === 'any' ? sql`${aggregate_type} <> 'user'` : sql`${event_type} = ANY(${facts}::text[])`;
  const from = since ?? '-infinity';
  const [{ last }] = (await units.query<{ last: number }>(
    sql`SELECT coalesce(max(${id}), 0) AS last FROM ${EVENT_STORE}`,
  )) as [{ last: number }];
  let made = 0;
  for (let after = 0; after < last; after += PAGE) {
    const missing = sql`
      SELECT ${event_id}, ${subscriber}::text AS subscriber, ${event_type}, ${aggregate_type}, ${aggregate_id}, ${version}
      FROM ${EVENT_STORE}
      WHERE ${id} > ${after} AND ${id} <= ${after + PAGE} AND ${recorded_at} >= ${from}::timestamptz AND ${owed}
        AND NOT EXISTS (SELECT FROM ${EVENT_DELIVERY}
          WHERE ${EVENT_DELIVERY.event_id} = ${event_id} AND ${EVENT_DELIVERY.subscriber} = ${subscriber})
      ORDER BY ${id}`;
    const rows = await units.query(
      dryRun
        ? missing
        : sql`INSERT INTO ${EVENT_DELIVERY} (event_id, subscriber, event_type, aggregate_type, aggregate_id, version) ${missing}
            ON CONFLICT DO NOTHING RETURNING 1`,
    );
    made += rows.length;
    onProgress?.(made, Math.min(after + PAGE, last), last);
  }
  return made;
}
