import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { getQueueToken } from '@nestjs/bullmq';
import { ModuleRef } from '@nestjs/core';
import { type Queue } from 'bullmq';
import pg from 'pg';
import { CONFIG, type Config } from '../platform/config/config.js';
import { failpoint } from '../platform/faults/failpoint.js';
import { Deliveries } from './deliveries.js';
import { DELIVERIES_CHANNEL } from './delivery-signal.js';

const POLL_MS = 250;

/**
 * Moves due deliveries from PostgreSQL to their queues. Any number of relays run side by side without a leader;
 * NOTIFY wakes one early, polling is the guarantee.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Relay');
  private stopping = false;
  private loop: Promise<void> = Promise.resolve();
  private wake: () => void = () => {};
  private listener: pg.Client | undefined;

  constructor(
    private readonly deliveries: Deliveries,
    private readonly moduleRef: ModuleRef,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.loop = this.run();
    void this.listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.loop;
    await this.listener?.end();
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      let moved = 0;
      try {
        moved = await this.forwardDue();
      } catch (error) {
        this.logger.warn(`deliveries wait, the relay tries again: ${(error as Error).message}`);
      }
      if (moved === 0 && !this.stopping) await this.pause();
    }
  }

  private async forwardDue(): Promise<number> {
    const claimed = await this.deliveries.claim();
    failpoint('relay.claimed');
    const bySubscriber = Map.groupBy(claimed, (delivery) => delivery.subscriber);
    for (const [subscriber, deliveries] of bySubscriber) {
      try {
        await this.queue(subscriber).addBulk(deliveries.map(({ event_id }) => ({
          name: subscriber,
          data: { event_id },
          opts: { jobId: `${event_id}.${subscriber}`, removeOnComplete: true, removeOnFail: true },
        })));
      } catch (error) {
        await this.deliveries.release(deliveries);
        throw error;
      }
    }
    failpoint('relay.added');
    return claimed.length;
  }

  private queue(subscriber: string): Queue {
    return this.moduleRef.get<Queue>(getQueueToken(subscriber), { strict: false });
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Keeps a LISTEN connection of its own; whenever it drops, polling goes on and a new one is tried after a second. */
  private async listen(): Promise<void> {
    while (!this.stopping) {
      const client = new pg.Client({ connectionString: this.config.DATABASE_URL, application_name: 'crm-relay', keepAlive: true });
      const dropped = new Promise<void>((resolve) => client.once('end', resolve).once('error', () => resolve()));
      client.on('notification', () => this.wake());
      try {
        await client.connect();
        this.listener = client;
        await client.query(`LISTEN ${DELIVERIES_CHANNEL}`);
        await dropped;
      } catch (error) {
        this.logger.debug(`listening failed: ${(error as Error).message}`);
      }
      if (!this.stopping) await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
