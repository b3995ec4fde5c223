import { type UnitOfWork } from '../platform/database/unit-of-work.js';
import { QUEUES } from './queues.js';

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
  { subscriber, since, dryRun = false, onProgress }: BackfillOptions,
): Promise<number> {
  const line = QUEUES[subscriber];
  if (!line) throw new Error(`There is no subscriber ${subscriber}; there are ${Object.keys(QUEUES).join(', ')}.`);
  const [{ last }] = (await units.query<{ last: number }>('SELECT coalesce(max(id), 0) AS last FROM event_store')) as [
    { last: number },
  ];
  let made = 0;
  for (let after = 0; after < last; after += PAGE) {
    const missing = `SELECT event_id, $1::text AS subscriber, event_type, aggregate_type, aggregate_id, version FROM event_store e
      WHERE id > $2 AND id <= $3 AND recorded_at >= coalesce($4::timestamptz, '-infinity')
        AND ${line.on === 'any' ? `aggregate_type <> 'user' AND $5::text[] IS NULL` : 'event_type = ANY($5::text[])'}
        AND NOT EXISTS (SELECT FROM event_delivery d WHERE d.event_id = e.event_id AND d.subscriber = $1) ORDER BY id`;
    const parameters = [subscriber, after, after + PAGE, since ?? null, line.on === 'any' ? null : line.on];
    const rows = await units.query(
      dryRun
        ? missing
        : `WITH made AS (
             INSERT INTO event_delivery (event_id, subscriber, event_type, aggregate_type, aggregate_id, version) ${missing}
             ON CONFLICT DO NOTHING RETURNING 1)
           SELECT * FROM made`,
      parameters,
    );
    made += rows.length;
    onProgress?.(made, Math.min(after + PAGE, last), last);
  }
  return made;
}
