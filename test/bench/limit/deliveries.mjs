/**
 * The limit for the post room: bare BullMQ and `pg`. A relay claims due deliveries and adds their jobs, a worker locks the row, reads the fact,
 * writes the feed's entry and marks it done, in one transaction. The same statements, settings and concurrency as the worker's.
 */
import 'reflect-metadata';
import { createPostgresBackend, Queue, setDefaultBackendFactory, Worker } from 'bullmq';
import pg from 'pg';
import { activityEntry } from '../../../dist/src/modules/dashboard/record-activity/activity-entry.js';
import { backendOptions } from '../../../dist/src/queues/queues.module.js';
import { run, statement, transaction } from './database.mjs';

const QUEUE = 'activity';
const POLL_MS = 250;

const CLAIM = statement(
  'claim',
  `
  WITH due AS (
    SELECT event_id, subscriber FROM event_delivery
    WHERE status IN ('pending', 'forwarded') AND next_at <= clock_timestamp()
    ORDER BY next_at LIMIT 200 FOR UPDATE SKIP LOCKED)
  UPDATE event_delivery AS delivery SET status = 'forwarded', forwards = forwards + 1,
    next_at = clock_timestamp() + least(interval '15 s' * power(2, least(forwards, 10)), interval '10 min')
  FROM due WHERE delivery.event_id = due.event_id AND delivery.subscriber = due.subscriber
  RETURNING delivery.event_id, delivery.subscriber`,
);
const LOCK = statement('lock', 'SELECT status FROM event_delivery WHERE event_id = $1 AND subscriber = $2 FOR UPDATE');
const READ = statement(
  'fact',
  `SELECT event_id, event_type, aggregate_type, aggregate_id, version, data, metadata, schema_version, occurred_at
  FROM event_store WHERE event_id = $1`,
);
const EFFECT = statement(
  'effect',
  `
  INSERT INTO activity (event_id, event_type, occurred_at, prospect_id, quote_id, policy_id, commission_id, beneficiary_id, user_id, details)
  SELECT $1, $2, $3, coalesce($4::int, commission.prospect_id), $5, coalesce($6::int, commission.policy_id),
    $7::int, coalesce($8::int, commission.beneficiary_id), $9, $10
  FROM (VALUES (1)) AS one (row) LEFT JOIN commission ON commission.id = $7::int
  ON CONFLICT (event_id) DO NOTHING`,
);
const DONE = statement(
  'done',
  `
  UPDATE event_delivery SET status = 'done', done_at = clock_timestamp(), attempts = attempts + 1, last_error = NULL, result = $3
  WHERE event_id = $1 AND subscriber = $2`,
);

const { DATABASE_URL, REDIS_URL } = process.env;
if (!REDIS_URL) setDefaultBackendFactory(createPostgresBackend);
const options = backendOptions({ DATABASE_URL, REDIS_URL });

async function bring({ data: { event_id } }) {
  await transaction(async (client) => {
    const [delivery] = await run(client, LOCK, [event_id, QUEUE]);
    if (!delivery || delivery.status === 'done') return;
    const [event] = await run(client, READ, [event_id]);
    const entry = activityEntry(event);
    await run(client, EFFECT, [
      entry.event_id,
      entry.event_type,
      entry.occurred_at,
      entry.prospect_id,
      entry.quote_id,
      entry.policy_id,
      entry.commission_id,
      entry.beneficiary_id,
      entry.user_id,
      JSON.stringify(entry.details),
    ]);
    await run(client, DONE, [event_id, QUEUE, null]);
  });
}

const queue = new Queue(QUEUE, options);
const worker = new Worker(QUEUE, bring, {
  ...options,
  concurrency: Number(process.env.WORKER_CONCURRENCY || 5),
  lockDuration: 10_000,
  stalledInterval: 5_000,
});
for (const one of [queue, worker]) one.on('error', () => {});

let wake = () => {};
const listener = new pg.Client({ connectionString: DATABASE_URL });
await listener.connect();
listener.on('notification', () => wake());
await listener.query('LISTEN crm_deliveries');

let stopping = false;
async function relay() {
  while (!stopping) {
    const claimed = await transaction((client) => run(client, CLAIM));
    if (claimed.length > 0) {
      await queue.addBulk(
        claimed.map(({ event_id }) => ({
          name: QUEUE,
          data: { event_id },
          opts: { jobId: `${event_id}.${QUEUE}`, removeOnComplete: true, removeOnFail: true },
        })),
      );
      continue;
    }
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

await worker.waitUntilReady();
void relay();
process.send({ type: 'ready' });

const stop = async () => {
  stopping = true;
  // What it has begun it ends: a job left active would stand before the next turn's.
  await worker.close();
  process.exit(0);
};
process.once('SIGTERM', stop);
process.once('disconnect', stop);
