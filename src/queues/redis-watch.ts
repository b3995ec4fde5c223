import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type Cluster, type Redis } from 'ioredis';
import { CONFIG, type Config } from '../platform/config/config.js';
import { sql } from '../platform/database/sql.js';
import { set } from '../platform/database/statements.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Deliveries } from './deliveries.js';
import { QUEUE_EPOCH } from './queue-epoch.table.js';
import { EPOCH_KEY, readEpoch, shortConnection } from './redis-connection.js';

/** `long_away`: for so long that the deliveries are worked without their queues. */
export type QueueState = 'here' | 'away' | 'long_away';

const LOOK_EVERY_MS = 1_000;
const PATIENCE_MS = 10_000;

/**
 * Watches Redis, which may vanish or forget at any moment. A random key in it has a twin in PostgreSQL: where they
 * differ, what was forwarded is lost, and due again at once. With the queues in PostgreSQL there is nothing to watch.
 */
@Injectable()
export class RedisWatch implements OnApplicationShutdown {
  private readonly logger = new Logger('RedisWatch');
  private readonly redis: Redis | Cluster | undefined;
  private token: string | null = null;
  private nextLook = 0;
  private awaySince: number | undefined;

  constructor(
    private readonly units: UnitOfWork,
    private readonly deliveries: Deliveries,
    @Inject(CONFIG) config: Config,
  ) {
    if (!config.REDIS_URL) return;
    this.redis = shortConnection(config.REDIS_URL);
    // Said by `look`, once for an outage.
    this.redis.on('error', () => {});
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  /** Looks at most once a second. Throws only when PostgreSQL cannot be reached. */
  async look(): Promise<QueueState> {
    if (!this.redis) return 'here';
    const now = performance.now();
    if (now >= this.nextLook) {
      this.nextLook = now + LOOK_EVERY_MS;
      const found = await readEpoch(this.redis);
      this.note(found !== undefined, now);
      if (found !== undefined && (found === null || found !== this.token)) await this.compare(this.redis, found);
    }
    if (this.awaySince === undefined) return 'here';
    return now - this.awaySince >= PATIENCE_MS ? 'long_away' : 'away';
  }

  private note(answers: boolean, now: number): void {
    if (answers && this.awaySince !== undefined) this.logger.log('Redis answers again');
    if (!answers && this.awaySince === undefined) {
      this.logger.warn(`Redis does not answer; after ${PATIENCE_MS / 1000} s deliveries are worked without it`);
    }
    this.awaySince = answers ? undefined : (this.awaySince ?? now);
  }

  private async compare(redis: Redis | Cluster, found: string | null): Promise<void> {
    const token = await this.units.run(async () => {
      const [twin] = await this.units.query<{ token: string | null }>(
        sql`SELECT ${QUEUE_EPOCH.token} FROM ${QUEUE_EPOCH} FOR UPDATE`,
      );
      if (found !== null && found === twin!.token) return found;
      const [fresh, due] = [randomUUID(), await this.deliveries.makeForwardedDue()];
      await this.units.query(sql`UPDATE ${QUEUE_EPOCH} SET ${set(QUEUE_EPOCH, { token: fresh })}`);
      if (twin!.token !== null) this.logger.warn(`Redis has lost its data; ${due} forwarded deliveries are due again`);
      return fresh;
    });
    // If this fails, the next look finds the difference once more, which does no harm.
    if (token !== found) await redis.set(EPOCH_KEY, token).catch(() => undefined);
    this.token = token;
  }
}
