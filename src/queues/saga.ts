import { type BeforeApplicationShutdown, Inject, Logger, type OnModuleInit } from '@nestjs/common';
import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { type Job } from 'bullmq';
import { type Fact } from '../kernel/fact.js';
import { type Stored, type StoredEvent } from '../platform/event-store/event-store.js';
import { closeInTime } from './close-in-time.js';
import { DeliveryRunner } from './delivery-runner.js';
import { endIfStuck } from './end-if-stuck.js';

/** What a job carries: ids only, so that a queue may forget everything and holds nothing personal. */
export interface DeliveryJob {
  event_id: string;
}

/** What a reaction leaves with its delivery. */
type Outcome = object | void;

type Method = (...given: never[]) => Promise<Outcome>;

const QUEUE_OF_SAGA = Symbol('the queue that a saga class works');
const PREPARES = Symbol('methods by the fact that they prepare for');
const REACTS = Symbol('methods by the fact that they react to');

/**
 * What happens next: the subscriber of one queue. A method marked `@Reacts` runs in the transaction that marks the
 * delivery done, so it runs as if exactly once, however often its job comes. One marked `@Prepares` runs before it.
 */
export abstract class Saga extends WorkerHost implements OnModuleInit, BeforeApplicationShutdown {
  @Inject(DeliveryRunner) private readonly runner: DeliveryRunner;

  onModuleInit(): void {
    this.runner.register(queueOf(this.constructor), this);
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

  /** Whether anything is prepared for facts of this type. */
  prepares(eventType: string): boolean {
    return methodFor(this, PREPARES, eventType) !== undefined;
  }

  prepare(event: StoredEvent, signal: AbortSignal): Promise<Outcome> {
    return methodFor(this, PREPARES, event.event_type)!.call(this, event as never, signal as never);
  }

  /** The effect; without a method of its own for the fact, what was prepared is the outcome. */
  async react(event: StoredEvent, prepared: Outcome): Promise<Outcome> {
    const method = methodFor(this, REACTS, event.event_type);
    return method ? method.call(this, event as never, prepared as never) : prepared;
  }
}

/**
 * The method does what cannot be rolled back or takes long (a mail, a PDF), before the transaction of the reaction. It may
 * run more than once. What it resolves to is given to the reaction, or is the outcome where there is none.
 */
export function Prepares<const Kinds extends readonly Fact[]>(...facts: Kinds) {
  return <Of extends (event: Stored<Kinds[number]>, signal: AbortSignal) => Promise<object>>(
    saga: Saga,
    name: string,
    _method: TypedPropertyDescriptor<Of>,
  ): void => note(saga, PREPARES, facts, name);
}

/** The method is the effect, inside the transaction that marks the delivery done. What it resolves to is kept with that. */
export function Reacts<const Kinds extends readonly Fact[]>(...facts: Kinds) {
  return <Of extends (event: Stored<Kinds[number]>, prepared: never) => Promise<Outcome>>(
    saga: Saga,
    name: string,
    _method: TypedPropertyDescriptor<Of>,
  ): void => note(saga, REACTS, facts, name);
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

/** The names of the facts that a saga class has methods for; `any` where it takes every fact by `react` itself. */
export function factsOf(saga: { prototype: Saga }): string[] | 'any' {
  if (saga.prototype.react !== Saga.prototype.react) return 'any';
  return [...new Set([PREPARES, REACTS].flatMap((kind) => Object.keys(methodsOf(saga.prototype, kind))))];
}

function methodsOf(saga: object, kind: symbol): Record<string, string> {
  return (Reflect.getMetadata(kind, saga) ?? {}) as Record<string, string>;
}

function methodFor(saga: Saga, kind: symbol, eventType: string): Method | undefined {
  const name = methodsOf(saga, kind)[eventType];
  return name === undefined ? undefined : (saga as unknown as Record<string, Method>)[name];
}

function note(saga: Saga, kind: symbol, facts: readonly Fact[], name: string): void {
  const noted = Object.fromEntries(facts.map((fact) => [fact.name, name]));
  Reflect.defineMetadata(kind, { ...methodsOf(saga, kind), ...noted }, saga);
}
