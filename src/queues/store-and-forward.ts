import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { EventStore } from '../platform/event-store/event-store.js';
import { type FactRecorder, type RecordedEvent } from '../platform/event-store/recorded-event.js';
import { failpoint } from '../platform/faults/failpoint.js';
import { DeliverySignal } from './delivery-signal.js';
import { Subscriptions } from './subscriptions.js';

/** Stores the facts of a command and what they owe, one delivery per fact and subscriber, in one statement. */
@Injectable()
export class StoreAndForward implements FactRecorder {
  constructor(
    private readonly store: EventStore,
    private readonly units: UnitOfWork,
    private readonly signal: DeliverySignal,
    private readonly subscriptions: Subscriptions,
  ) {}

  async record(events: readonly RecordedEvent[]): Promise<void> {
    const owed = events.flatMap(({ event_id, event_type, aggregate_type }) =>
      this.subscriptions.subscribersOf(event_type, aggregate_type).map((subscriber) => ({ event_id, subscriber })),
    );
    const types = events.map((event) => event.event_type);
    this.units.afterCommit(`failpoint ${types.join()}`, () => failpoint('event.committed', types));
    await this.store.append(events, owed);
    if (owed.length > 0) this.units.afterCommit('deliveries', () => this.signal.announce());
  }
}
