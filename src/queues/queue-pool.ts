import { Logger } from '@nestjs/common';
import pg from 'pg';

const AGAIN_MS = 500;
/** For what is asked in passing; each queue's worker keeps one connection more, on which it listens. */
const SHARED = 6;

/**
 * The connections of all queues in PostgreSQL. One that cannot be had is tried again until it can: BullMQ remembers
 * a first connection that was refused for ever, and asks for it again without once letting the event loop turn.
 */
export class QueuePool extends pg.Pool {
  private readonly logger = new Logger('QueuePool');
  private waiting = false;

  constructor(databaseUrl: string, queues: number) {
    super({
      connectionString: databaseUrl,
      application_name: 'crm-queues',
      max: queues + SHARED,
      keepAlive: true,
      options: '-c search_path=bullmq',
    });
    // Every queue and every worker listens to its one pool.
    this.setMaxListeners(0);
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Parameters<pg.Pool['connect']>[0]): void;
  override connect(
    callback?: (error: Error | undefined, client: pg.PoolClient | undefined, release: () => void) => void,
  ) {
    const client = this.patiently();
    if (!callback) return client;
    void client.then(
      (one) => callback(undefined, one, () => one.release()),
      (error: Error) => callback(error, undefined, () => {}),
    );
  }

  private async patiently(): Promise<pg.PoolClient> {
    for (;;) {
      try {
        const client = await super.connect();
        this.waiting = false;
        return client;
      } catch (error) {
        if (this.ending) throw error;
        if (!this.waiting) this.logger.warn(`the queues wait for PostgreSQL: ${(error as Error).message}`);
        this.waiting = true;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }
}
