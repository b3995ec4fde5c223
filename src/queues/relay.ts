import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { getQueueToken } from '@nestjs/bullmq';
import { ModuleRef } from '@nestjs/core';
import { type Queue } from 'bullmq';
import pg from 'pg';
import { CONFIG, type Config, directUrl } from '../platform/config/config.js';
import { failpoint } from '../platform/faults/failpoint.js';
import { inTime } from '../platform/in-time.js';
import { Deliveries } from './deliveries.js';
import { DeliveryRunner } from './delivery-runner.js';
import { DELIVERIES_CHANNEL } from './delivery-signal.js';
import { closeInTime } from './close-in-time.js';
import { RedisWatch } from './redis-watch.js';
import { Subscriptions } from './subscriptions.js';

const POLL_MS = 250;
const ADD_MS = 3_000;
/** What a dead relay had claimed comes back after this; what is in its queue meanwhile is added in vain. */
const LEASE_SECONDS = 15;
/** Without queues nothing but the lease tells others that it is being worked on: longer than the slowest mail or print takes. */
const LEASE_AT_WORK_SECONDS = 60;

type Claimed = Awaited<ReturnType<Deliveries['claim']>>;

/**
 * Moves due deliveries from PostgreSQL to their queues. Any number of relays run side by side without a leader;
 * NOTIFY wakes one early, polling is the guarantee.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger('Relay');
  private stopping = false;
  private loop: Promise<void> = Promise.resolve();
  private wake: () => void = () => {};
  private listener: pg.Client | undefined;

  constructor(
    private readonly deliveries: Deliveries,
    private readonly runner: DeliveryRunner,
    private readonly redis: RedisWatch,
    private readonly subscriptions: Subscriptions,
    private readonly moduleRef: ModuleRef,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    for (const name of this.subscriptions.names) {
      this.queue(name).on('error', (error) => this.logger.debug(`queue ${name}: ${error.message}`));
    }
    this.loop = this.run();
    void this.listen();
  }

  /** The first step of a shutdown: what is due from now on is left to others while what has begun is finished. */
  onModuleDestroy(): void {
    this.stopping = true;
    this.wake();
    this.logger.debug('told to stop: no more deliveries are claimed');
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop;
    await this.listener?.end();
    await Promise.all(this.subscriptions.names.map((name) => closeInTime(this.queue(name), this.runner.settled())));
  }

  private async run(): Promise<void> {
    let failing = false;
    while (!this.stopping) {
      let moved = 0;
      try {
        moved = await this.moveDue();
        if (failing) this.logger.log('deliveries move again');
        failing = false;
      } catch (error) {
        if (!failing) this.logger.warn(`deliveries wait, the relay keeps trying: ${(error as Error).message}`);
        failing = true;
      }
      if (moved === 0 && !this.stopping) await this.pause();
    }
  }

  private async moveDue(): Promise<number> {
    switch (await this.redis.look()) {
      case 'here':
        return this.forwardDue();
      case 'away':
        return 0;
      case 'long_away':
        return this.workDue();
    }
  }

  private async forwardDue(): Promise<number> {
    const claimed = await this.deliveries.claim(LEASE_SECONDS);
    if (claimed.length === 0) return 0;
    failpoint('relay.claimed');
    const left = Map.groupBy(claimed, (delivery) => delivery.subscriber);
    try {
      for (const [subscriber, deliveries] of left) {
        await inTime(ADD_MS, this.add(subscriber, deliveries), notTaken);
        left.delete(subscriber);
      }
    } catch (error) {
      await this.deliveries.release([...left.values()].flat());
      throw error;
    }
    failpoint('relay.added');
    return claimed.length;
  }

  private add(subscriber: string, deliveries: Claimed): Promise<unknown> {
    return this.queue(subscriber).addBulk(
      deliveries.map(({ event_id }) => ({
        name: subscriber,
        data: { event_id },
        opts: { jobId: `${event_id}.${subscriber}`, removeOnComplete: true, removeOnFail: true },
      })),
    );
  }

  /** Without the queues: the same rows, claimed by those who work them. */
  private async workDue(): Promise<number> {
    const claimed = await this.deliveries.claim(LEASE_AT_WORK_SECONDS, this.config.WORKER_CONCURRENCY);
    await Promise.allSettled(claimed.map(({ event_id, subscriber }) => this.runner.run(event_id, subscriber)));
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
      const client = new pg.Client({
        connectionString: directUrl(this.config),
        application_name: 'crm-relay',
        keepAlive: true,
      });
      const dropped = new Promise<void>((resolve) => client.once('end', resolve).on('error', () => resolve()));
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

/** A queue that is away holds the call back instead of refusing it. */
function notTaken(): never {
  throw new Error('the queue does not take jobs');
}
