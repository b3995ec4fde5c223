import { Inject, Injectable, Logger } from '@nestjs/common';
import { DomainError } from '../kernel/domain-error.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { RequestContext } from '../platform/context/request-context.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { EventStore, type StoredEvent } from '../platform/event-store/event-store.js';
import { failpoint } from '../platform/faults/failpoint.js';
import { unlessAborted } from '../platform/in-time.js';
import { ErrorReports } from '../platform/observability/error-reports.js';
import { isExpected } from '../platform/observability/expected.js';
import { failSpan, inSpan } from '../platform/observability/spans.js';
import { Semaphore } from '../platform/semaphore.js';
import { Deliveries, type Delivery } from './deliveries.js';
import { Subscriptions } from './subscriptions.js';

/** Thrown by an effect that would fail the same way every time: the delivery is dead at once. */
export class Hopeless extends Error {}

/** The part of a saga that the runner calls. */
interface Reaction {
  prepares(eventType: string): boolean;
  prepare(event: StoredEvent, signal: AbortSignal): Promise<object | void>;
  react(event: StoredEvent, prepared: object | void): Promise<object | void>;
}

/** Brings one event to one subscriber: lock, effect and "done" in one transaction. */
@Injectable()
export class DeliveryRunner {
  private readonly logger = new Logger('DeliveryRunner');
  private readonly effects: Semaphore;
  private readonly reactions = new Map<string, Reaction>();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly deliveries: Deliveries,
    private readonly units: UnitOfWork,
    private readonly store: EventStore,
    private readonly context: RequestContext,
    private readonly reports: ErrorReports,
    private readonly subscriptions: Subscriptions,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.effects = new Semaphore(config.DATABASE_POOL_SIZE);
  }

  /** Makes known who reacts for a subscriber. */
  register(subscriber: string, reaction: Reaction): void {
    this.reactions.set(subscriber, reaction);
  }

  /** Runs one delivery to its end: done, due again later, or dead. Throws only when even that cannot be written down. */
  async run(eventId: string, subscriber: string): Promise<void> {
    const run = this.bring(eventId, subscriber);
    this.running.add(run);
    await run.finally(() => this.running.delete(run));
  }

  /** Resolves when what runs now has come to its end. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.running);
  }

  private async bring(eventId: string, subscriber: string): Promise<void> {
    const reaction = this.reactions.get(subscriber);
    if (!reaction) throw new Error(`nobody reacts for ${subscriber}`);
    const event = await this.store.find(eventId);
    if (!event) throw new Error(`no event ${eventId}`);
    const { correlation_id: correlationId, user_id } = event.metadata;
    const context = { source: 'worker' as const, correlationId, causationId: eventId, userId: user_id ?? undefined };
    const attributes = {
      'crm.correlation_id': correlationId,
      'crm.event_id': eventId,
      'crm.event_type': event.event_type,
      'crm.aggregate': `${event.aggregate_type}/${event.aggregate_id}`,
      'crm.subscriber': subscriber,
    };
    const span = { attributes, cause: event.metadata.traceparent, kind: 'consumer' as const };
    await this.context.run(context, () =>
      inSpan(`${subscriber} ← ${event.event_type}`, span, async () => {
        failpoint('delivery.claimed', [subscriber]);
        const timeout = AbortSignal.timeout(this.config.JOB_TIMEOUT_SECONDS * 1000);
        try {
          await this.deliver(event, subscriber, reaction, timeout);
        } catch (error) {
          failSpan(error);
          await this.failed(event, subscriber, error as Error);
        }
      }),
    );
  }

  private async deliver(
    event: StoredEvent,
    subscriber: string,
    reaction: Reaction,
    timeout: AbortSignal,
  ): Promise<void> {
    // What is prepared cannot be taken back, so it is looked at first whether there is anything to prepare for.
    const prepares = reaction.prepares(event.event_type);
    if (prepares && !isOpen(await this.deliveries.find(event.event_id, subscriber))) return;
    if (!this.store.understands(event)) throw new Hopeless(`event schema ${event.schema_version} is not known here`);
    const saga = reaction.constructor.name;
    const prepared = prepares
      ? await inSpan(`${saga}.prepare`, {}, () => unlessAborted(timeout, reaction.prepare(event, timeout), tookTooLong))
      : undefined;
    failpoint('delivery.prepared', [subscriber]);
    await this.effects.run(() =>
      this.units.run(async () => {
        const delivery = await this.deliveries.find(event.event_id, subscriber, true);
        if (!isOpen(delivery)) return;
        const result = await inSpan(`${saga}.react`, {}, () =>
          unlessAborted(timeout, reaction.react(event, prepared), tookTooLong),
        );
        await this.deliveries.markDone(delivery, result ?? null);
        failpoint('delivery.effect', [subscriber]);
      }),
    );
    failpoint('delivery.committed', [subscriber]);
  }

  private async failed(event: StoredEvent, subscriber: string, error: Error): Promise<void> {
    const final = error instanceof Hopeless || error instanceof DomainError;
    const reason = error instanceof DomainError ? `${error.code}: ${error.message}` : error.message;
    this.logger.warn(
      { event_id: event.event_id, event_type: event.event_type, subscriber, final, reason },
      'a delivery failed',
    );
    const died = await this.deliveries.markFailed(
      event.event_id,
      subscriber,
      reason,
      this.subscriptions.line(subscriber)?.attempts ?? 1,
      final,
    );
    if (!died && isExpected(error)) return;
    const { event_id, event_type, metadata } = event;
    this.reports.report(error, { request_id: metadata.correlation_id, event_id, event_type, subscriber, died });
  }
}

function isOpen(delivery: Delivery | undefined): delivery is Delivery {
  return delivery?.status === 'pending' || delivery?.status === 'forwarded';
}

const tookTooLong = () => new Error('took longer than JOB_TIMEOUT_SECONDS');
