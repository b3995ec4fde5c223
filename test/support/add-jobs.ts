import { createPostgresBackend, Queue } from 'bullmq';
import { QueuePool } from '../../src/queues/queue-pool.js';
import { backendOptions } from '../../src/queues/queues.module.js';
import { type System } from './system.js';

/** Brings deliveries of one subscriber so many times over, each time as a job of its own. */
export async function addJobs(
  system: System,
  subscriber: string,
  eventIds: readonly string[],
  copies: number,
): Promise<void> {
  const options = backendOptions(
    { REDIS_URL: system.environment.REDIS_URL || undefined, DATABASE_URL: system.database.url },
    1,
  );
  const queue = new Queue(
    subscriber,
    options,
    ...(options.connection instanceof QueuePool ? [createPostgresBackend as never] : []),
  );
  await queue.addBulk(
    eventIds.flatMap((event_id) =>
      Array.from({ length: copies }, (_, copy) => ({
        name: subscriber,
        data: { event_id },
        opts: { jobId: `${event_id}.${subscriber}.${copy}`, removeOnComplete: true, removeOnFail: true },
      })),
    ),
  );
  await queue.close();
  if (options.connection instanceof QueuePool) await options.connection.end();
}
