import { Cluster } from 'ioredis';
import { shortConnection } from '../../src/queues/redis-connection.js';
import { type System } from './system.js';

/** Every job that a queue still knows, as text: where it stands and all that it carries. */
export async function queuedJobs(system: System): Promise<string[]> {
  const url = system.environment.REDIS_URL;
  if (!url) {
    const rows = await system.query(`SELECT to_jsonb(job)::text AS job FROM bullmq.job`);
    return rows.map((row) => row.job as string);
  }
  const redis = shortConnection(url);
  try {
    await redis.connect();
    const nodes = redis instanceof Cluster ? redis.nodes('master') : [redis];
    const keys = (await Promise.all(nodes.map((node) => node.keys('{crm}:*'))))
      .flat()
      .filter((key) => /:[0-9a-f-]{36}\.[a-z-]+$/.test(key));
    return await Promise.all(keys.map(async (key) => `${key} ${JSON.stringify(await redis.hgetall(key))}`));
  } finally {
    redis.disconnect();
  }
}
