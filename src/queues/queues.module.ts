import { type DynamicModule, Global, Module } from '@nestjs/common';
import { BullModule } from '@nestjs/bullmq';
import { CqrsModule } from '@nestjs/cqrs';
import { createPostgresBackend, type QueueOptions, setDefaultBackendFactory } from 'bullmq';
import { CONFIG, type Config, directUrl } from '../platform/config/config.js';
import { FactRecorder } from '../platform/event-store/recorded-event.js';
import { QueueHealth } from '../platform/http/health/queue-health.js';
import { CommandTransactions } from './command-transactions.js';
import { DeadLetters } from './dead-letters.js';
import { Deliveries } from './deliveries.js';
import { DeliveryRunner } from './delivery-runner.js';
import { DeliverySignal } from './delivery-signal.js';
import { RedisWatch } from './redis-watch.js';
import { QueuePool } from './queue-pool.js';
import { RedisHealth } from './redis-health.js';
import { QueueReader } from './queue-reader.js';
import { QUEUE_PREFIX, queueConnection } from './redis-connection.js';
import { Relay } from './relay.js';
import { StoreAndForward } from './store-and-forward.js';
import { Subscriptions } from './subscriptions.js';

/** Commands in their transactions, and facts stored and forwarded: what every process needs that runs commands. */
@Global()
@Module({})
export class FactsModule {
  static with(subscriptions: Subscriptions): DynamicModule {
    return {
      module: FactsModule,
      imports: [CqrsModule.forRoot()],
      providers: [
        { provide: Subscriptions, useValue: subscriptions },
        { provide: FactRecorder, useClass: StoreAndForward },
        { provide: QueueHealth, useClass: RedisHealth },
        CommandTransactions,
        DeliverySignal,
        Deliveries,
        DeadLetters,
        QueueReader,
      ],
      exports: [CqrsModule, Subscriptions, FactRecorder, Deliveries, DeadLetters, QueueReader, QueueHealth],
    };
  }
}

/** The queues themselves, with relay and runner: only the worker process opens them. */
@Global()
@Module({})
export class QueuesModule {
  static forWorker(config: Config, { names }: Subscriptions): DynamicModule {
    if (!config.REDIS_URL) setDefaultBackendFactory(createPostgresBackend as never);
    const queues = BullModule.registerQueue(...names.map((name) => ({ name })));
    return {
      module: QueuesModule,
      imports: [BullModule.forRoot(backendOptions(config, names.length)), queues],
      providers: [Relay, RedisWatch, DeliveryRunner, { provide: CONFIG, useValue: config }],
      exports: [DeliveryRunner, queues],
    };
  }
}

/** Redis where `REDIS_URL` names one, else BullMQ's schema in the same PostgreSQL. */
export function backendOptions(
  config: Pick<Config, 'REDIS_URL' | 'DATABASE_URL' | 'DATABASE_DIRECT_URL'>,
  queues: number,
): QueueOptions {
  if (!config.REDIS_URL) return { connection: new QueuePool(directUrl(config), queues) as never };
  return { prefix: QUEUE_PREFIX, connection: queueConnection(config.REDIS_URL) };
}
