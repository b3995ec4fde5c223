import { Redis } from 'ioredis';
import { until } from '../../../scripts/lib/commands.mjs';
import { startRole } from './system.mjs';

const SEALED_WITHIN = 300_000;

/**
 * Brings a system to rest before its workers are measured: what is still owed counts as done, no job is left in a queue, where it would stand
 * before a turn's own, and every event is sealed, which only ours would do meanwhile. `client` is the owner's.
 */
export async function settle({ environment, redis }, client) {
  await forgetOwed(redis, client);
  const worker = await startRole('worker', { ...environment, ...(redis && { REDIS_URL: redis.url }) });
  const isSealed = async () => (await client.query('SELECT FROM event_unsealed LIMIT 1')).rowCount === 0;
  const sealed = await until(isSealed, SEALED_WITHIN, 200);
  await worker.stop();
  if (!sealed) throw new Error(`The events were not all sealed within ${SEALED_WITHIN / 1000} s.`);
  // Its sweeps have brought about new ones.
  await forgetOwed(redis, client);
}

async function forgetOwed(redis, client) {
  await client.query(
    `UPDATE event_delivery SET status = 'done', done_at = clock_timestamp() WHERE status IN ('pending', 'forwarded')`,
  );
  await client.query('TRUNCATE bullmq.job CASCADE');
  if (redis) {
    const connection = new Redis(redis.url);
    await connection.flushall();
    connection.disconnect();
  }
  await client.query('VACUUM ANALYZE event_delivery');
}
