import { type DynamicModule, Global, Module, type OnModuleInit } from '@nestjs/common';
import { BullModule } from '@nestjs/bullmq';
import { CqrsModule, EventBus } from '@nestjs/cqrs';
import { createPostgresBackend, type QueueOptions, setDefaultBackendFactory } from 'bullmq';
import { CONFIG, type Config, directUrl } from '../platform/config/config.js';
import { AwaitingPublisher } from '../platform/event-store/awaiting-publisher.js';
import { QueueHealth } from '../platform/http/health/queue-health.js';
import { DeadLetters } from './dead-letters.js';
import { Deliveries } from './deliveries.js';
import { DeliveryRunner } from './delivery-runner.js';
import { DeliverySignal } from './delivery-signal.js';
import { ForwardEvent } from './forward-event.js';
import { RedisWatch } from './redis-watch.js';
import { QueuePool } from './queue-pool.js';
import { RedisHealth } from './redis-health.js';
import { QueueReader } from './queue-reader.js';
import { QUEUES } from './queues.js';
import { QUEUE_PREFIX, queueConnection } from './redis-connection.js';
import { Relay } from './relay.js';

/** Stores and forwards facts: what every process needs that runs commands. */
@Global()
@Module({
  imports: [CqrsModule.forRoot()],
  providers: [
    ForwardEvent,
    DeliverySignal,
    Deliveries,
    DeadLetters,
    QueueReader,
    { provide: QueueHealth, useClass: RedisHealth },
  ],
  exports: [CqrsModule, Deliveries, DeadLetters, QueueReader, QueueHealth],
})
export class FactsModule implements OnModuleInit {
  constructor(
    private readonly events: EventBus,
    private readonly forwardEvent: ForwardEvent,
  ) {}

  onModuleInit(): void {
    this.events.publisher = new AwaitingPublisher([this.forwardEvent]) as never;
  }
}

/** The queues themselves, with relay and runner: only the worker process opens them. */
@Global()
@Module({})
export class QueuesModule {
  static forWorker(config: Config): DynamicModule {
    if (!config.REDIS_URL) setDefaultBackendFactory(createPostgresBackend as never);
    const queues = BullModule.registerQueue(...Object.keys(QUEUES).map((name) => ({ name })));
    return {
      module: QueuesModule,
      imports: [BullModule.forRoot(backendOptions(config)), queues],
      providers: [Relay, RedisWatch, DeliveryRunner, { provide: CONFIG, useValue: config }],
      exports: [DeliveryRunner, queues],
    };
  }
}

/** Redis where `REDIS_URL` names one, else BullMQ's schema in the same PostgreSQL. */
export function backendOptions(
  config: Pick<Config, 'REDIS_URL' | 'DATABASE_URL' | 'DATABASE_DIRECT_URL'>,
): QueueOptions {
  if (!config.REDIS_URL) return { connection: new QueuePool(directUrl(config), Object.keys(QUEUES).length) as never };
  return { prefix: QUEUE_PREFIX, connection: queueConnection(config.REDIS_URL) };
}
