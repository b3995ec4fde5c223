import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createPostgresBackend, Queue } from 'bullmq';
import { CONFIG, type Config, directUrl } from '../platform/config/config.js';
import { QueuePool } from './queue-pool.js';
import { lookingConnection, QUEUE_PREFIX } from './redis-connection.js';
import { Subscriptions } from './subscriptions.js';

/**
 * Reads the queues without working them, from a process that opens none of its own: one connection to Redis, or a
 * small pool of PostgreSQL's whose connections close after 10 s without use. Opened at the first look.
 */
@Injectable()
export class QueueReader implements OnApplicationShutdown {
  private opened: { queues: Queue[]; close: () => void } | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly subscriptions: Subscriptions,
  ) {}

  /** Every queue, in the order of their list; only to be read. */
  queues(): readonly Queue[] {
    const { names } = this.subscriptions;
    this.opened ??= this.config.REDIS_URL
      ? openInRedis(this.config.REDIS_URL, names)
      : openInPostgres(directUrl(this.config), names);
    return this.opened.queues;
  }

  onApplicationShutdown(): void {
    this.opened?.close();
  }
}

function openInRedis(url: string, names: readonly string[]) {
  // Whoever looks would rather hear that Redis is away than wait for it.
  const connection = lookingConnection(url);
  connection.on('error', () => {});
  return {
    queues: names.map((name) =>
      watched(new Queue(name, { connection: connection as never, prefix: QUEUE_PREFIX, ...READING })),
    ),
    close: () => connection.disconnect(),
  };
}

function openInPostgres(url: string, names: readonly string[]) {
  const connection = new QueuePool(url, 0);
  const queues = names.map((name) =>
    watched(new Queue(name, { connection: connection as never, ...READING }, createPostgresBackend as never)),
  );
  return { queues, close: () => void connection.end() };
}

/** Without it a queue writes down its own settings as soon as it is opened. */
const READING = { skipMetasUpdate: true, skipVersionCheck: true };

/** What goes wrong is told to whoever looks. */
function watched(queue: Queue): Queue {
  return queue.on('error', () => {});
}
