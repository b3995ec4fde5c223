import { type BeforeApplicationShutdown, Inject, Logger, type OnModuleInit } from '@nestjs/common';
import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { type Job } from 'bullmq';
import { type StoredEvent } from '../platform/event-store/event-store.js';
import { DeliveryRunner } from './delivery-runner.js';
import { closeInTime } from './close-in-time.js';
import { endIfStuck } from './end-if-stuck.js';

/** What a job carries: ids only, so that a queue may forget everything and holds nothing personal. */
export interface DeliveryJob {
  event_id: string;
}

const QUEUE_OF_SAGA = Symbol('the queue that a saga class works');

/**
 * What happens next: the subscriber of one queue. The base locks the delivery row and marks it done in the
 * transaction of the effect, so a saga runs as if exactly once, however often its job comes.
 */
export abstract class Saga<Prepared = void> extends WorkerHost implements OnModuleInit, BeforeApplicationShutdown {
  @Inject(DeliveryRunner) private readonly runner: DeliveryRunner;

  onModuleInit(): void {
    this.runner.register(queueOf(this.constructor), this as Saga<unknown>);
  }

  async process(job: Job<DeliveryJob>): Promise<void> {
    await this.runner.run(job.data.event_id, queueOf(this.constructor));
  }

  /** A queue that is away or has forgotten a job loses nothing, so it is worth no more than a line for the curious. */
  @OnWorkerEvent('error')
  protected queueFailed(error: Error): void {
    endIfStuck(error);
    new Logger('Saga').debug(`queue ${queueOf(this.constructor)}: ${error.message}`);
  }

  /** Finishes what has begun, before the connections that it needs are closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await closeInTime(this.worker, this.runner.settled());
  }

  /** Work that cannot be rolled back or takes long (a mail, a PDF), before the transaction; may happen more than once. */
  prepare?(event: StoredEvent, signal: AbortSignal): Promise<Prepared>;

  /** The effect, inside the transaction that marks the delivery done. What it returns is kept with the delivery. */
  abstract react(event: StoredEvent, prepared: Prepared): Promise<object | void>;
}

/** Makes a saga class the processor of its queue. Recovery is quick: a worker that died is noticed within 15 s. */
export function Subscriber(queue: string): ClassDecorator {
  return (target) => {
    Reflect.defineMetadata(QUEUE_OF_SAGA, queue, target);
    Processor(
      { name: queue },
      {
        concurrency: Number(process.env.WORKER_CONCURRENCY || 5),
        lockDuration: 10_000,
        stalledInterval: 5_000,
        // However many workers died with a job, it comes back at once: by default the second death would cost it the lease.
        maxStalledCount: 1_000,
      },
    )(target);
  };
}

/** The queue a saga class works. */
export function queueOf(saga: object): string {
  return Reflect.getMetadata(QUEUE_OF_SAGA, saga) as string;
}
