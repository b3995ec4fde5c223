import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { type FactHandler, type RecordedEvent } from '../platform/event-store/recorded-event.js';
import { failpoint } from '../platform/faults/failpoint.js';
import { DeliverySignal } from './delivery-signal.js';
import { subscribersOf } from './queues.js';

/** Writes one delivery per fact and subscriber, in the transaction of the fact itself. */
@Injectable()
export class ForwardEvent implements FactHandler {
  constructor(
    private readonly units: UnitOfWork,
    private readonly signal: DeliverySignal,
  ) {}

  async handle(events: readonly RecordedEvent[]): Promise<void> {
    const deliveries = events.flatMap((event) =>
      subscribersOf(event.event_type, event.aggregate_type).map((subscriber) => ({
        event_id: event.event_id,
        subscriber,
        event_type: event.event_type,
        aggregate_type: event.aggregate_type,
        aggregate_id: event.aggregate_id,
        version: event.version,
      })));
    const types = events.map((event) => event.event_type);
    this.units.afterCommit(`failpoint ${types.join()}`, () => failpoint('event.committed', types));
    if (deliveries.length === 0) return;
    await this.units.query(
      `INSERT INTO event_delivery (event_id, subscriber, event_type, aggregate_type, aggregate_id, version)
       SELECT event_id, subscriber, event_type, aggregate_type, aggregate_id, version
       FROM jsonb_to_recordset($1::jsonb)
         AS delivery(event_id uuid, subscriber text, event_type text, aggregate_type text, aggregate_id text, version int)`,
      [JSON.stringify(deliveries)],
    );
    this.units.afterCommit('deliveries', () => this.signal.announce());
  }
}
