import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Cluster, type Redis } from 'ioredis';
import { CONFIG, type Config } from '../platform/config/config.js';
import { type QueueHealth } from '../platform/http/health/queue-health.js';
import { inTime } from '../platform/in-time.js';
import { readEpoch, shortConnection } from './redis-connection.js';

const PATIENCE_MS = 1_000;

/**
 * Whether Redis answers, for whoever asks about health. One connection, opened at the first question, and one
 * question at a time: however many ask meanwhile share its answer, and none waits longer than a second for it.
 */
@Injectable()
export class RedisHealth implements QueueHealth, OnApplicationShutdown {
  private readonly redis: Redis | Cluster | undefined;
  private asked: Promise<boolean> | undefined;

  constructor(@Inject(CONFIG) config: Config) {
    if (!config.REDIS_URL) return;
    this.redis = shortConnection(config.REDIS_URL);
    // What is wrong is the answer; the worker's log tells of the outage.
    this.redis.on('error', () => {});
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  async answers(): Promise<boolean | undefined> {
    if (!this.redis) return undefined;
    this.asked ??= readEpoch(this.redis)
      .then((found) => found !== undefined)
      .finally(() => (this.asked = undefined));
    return inTime(PATIENCE_MS, this.asked, () => false);
  }
}
