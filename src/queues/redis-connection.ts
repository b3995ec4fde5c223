import { type ConnectionOptions } from 'bullmq';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { type RedisAddress, readRedisUrl } from '../platform/config/redis-url.js';

/** What the names of all keys begin with. The braces keep all queues on one node of a cluster, which BullMQ's scripts need and RedisWatch relies on. */
export const QUEUE_PREFIX = '{crm}';
/** A random value, whose twin is in PostgreSQL. */
export const EPOCH_KEY = `${QUEUE_PREFIX}:epoch`;

const MOST_PAUSE_MS = 1_000;
const retryStrategy = (times: number) => Math.min(times * 200, MOST_PAUSE_MS);

/** One that nobody waits on: a question is answered at once, or not at all. */
const IMPATIENT: RedisOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 2_000,
  commandTimeout: 2_000,
};

/** Nodes that move or fail are looked for every few seconds. */
const CLUSTER = { clusterRetryStrategy: retryStrategy, slotsRefreshInterval: 5_000, slotsRefreshTimeout: 2_000 };

/**
 * The connection of all queues and workers to the server or cluster that a URL names: what BullMQ makes its own
 * connections from. A lost one is tried again at least every second.
 */
export function queueConnection(redisUrl: string): ConnectionOptions {
  const address = readRedisUrl(redisUrl);
  if (!address.isCluster) return { ...address.nodes[0], db: address.db, ...optionsOf(address) };
  const cluster = new Cluster(address.nodes, {
    ...CLUSTER,
    redisOptions: { ...optionsOf(address), maxRetriesPerRequest: null },
  });
  // Every queue and every worker listens to it, and says itself what becomes of it.
  cluster.setMaxListeners(0);
  cluster.on('error', () => {});
  return cluster;
}

/** A connection of one's own for short questions; opens with `connect()`, and fails within seconds instead of waiting. */
export function shortConnection(redisUrl: string): Redis | Cluster {
  return connectionTo(redisUrl, IMPATIENT, { lazyConnect: true, enableOfflineQueue: false });
}

/**
 * The key that is gone once Redis has lost its data: its value, null where it is missing, undefined where Redis does not
 * answer. Opens a short connection that was not opened yet.
 */
export async function readEpoch(redis: Redis | Cluster): Promise<string | null | undefined> {
  try {
    if (redis.status === 'wait') await redis.connect();
    return await redis.get(EPOCH_KEY);
  } catch {
    return undefined;
  }
}

/** A connection for looking into the queues: opens at once, and a question that is not answered within 3 s fails. */
export function lookingConnection(redisUrl: string): Redis | Cluster {
  return connectionTo(redisUrl, { maxRetriesPerRequest: 1, commandTimeout: 3_000 }, {});
}

function connectionTo(
  redisUrl: string,
  more: RedisOptions,
  asCluster: Pick<RedisOptions, 'lazyConnect' | 'enableOfflineQueue'>,
): Redis | Cluster {
  const address = readRedisUrl(redisUrl);
  const options = { ...optionsOf(address), ...more };
  if (!address.isCluster) return new Redis({ ...address.nodes[0], db: address.db, ...options, ...asCluster });
  return new Cluster(address.nodes, { ...CLUSTER, ...asCluster, redisOptions: options });
}

function optionsOf({ username, password, isEncrypted }: RedisAddress) {
  return { username, password, tls: isEncrypted ? {} : undefined, connectTimeout: 5_000, retryStrategy };
}
