import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { sql } from '../platform/database/sql.js';
import { set } from '../platform/database/statements.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { EVENT_DELIVERY, EVENT_STORE } from '../platform/event-store/event-store.table.js';
import { Deliveries, type Delivery } from './deliveries.js';
import { DELIVERY_REDRIVEN, DELIVERY_SKIPPED } from './delivery.events.js';
import { DeliverySignal } from './delivery-signal.js';

/** As when it was first owed. */
const AFRESH = { status: 'pending', attempts: 0, forwards: 0, next_at: sql`clock_timestamp()` } as const;

/** What an admin can do about deliveries that went wrong, in the transaction of their command; each is a fact of its own. */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly units: UnitOfWork,
    private readonly deliveries: Deliveries,
    private readonly signal: DeliverySignal,
  ) {}

  /** Tries a dead delivery afresh, with all its tries. @throws not_found, delivery_not_dead */
  async redrive(eventId: string, subscriber: string, reason: string): Promise<void> {
    const delivery = await this.mustBeDead(eventId, subscriber);
    await this.deliveries.write(delivery, AFRESH);
    await this.deliveries.record(DELIVERY_REDRIVEN, delivery, reason);
    this.units.afterCommit('deliveries', () => this.signal.announce());
  }

  /** Gives a dead delivery up for good. @throws not_found, delivery_not_dead */
  async skip(eventId: string, subscriber: string, reason: string): Promise<void> {
    const delivery = await this.mustBeDead(eventId, subscriber);
    const result = { skipped: reason };
    await this.deliveries.write(delivery, { status: 'skipped', done_at: sql`clock_timestamp()`, result });
    await this.deliveries.record(DELIVERY_SKIPPED, delivery, reason);
  }

  /**
   * Owes an event to a subscriber once more: makes the delivery if it was never made, opens it if it is done. One that
   * is under way, dead or skipped stays as it is. Answers whether anything changed.
   */
  forwardAgain(eventId: string, subscriber: string, reason: string): Promise<boolean> {
    return this.units.run(async () => {
      const { event_id, event_type, aggregate_type, aggregate_id, version } = EVENT_STORE;
      const owed = await this.units.execute(sql`
        INSERT INTO ${EVENT_DELIVERY} (event_id, subscriber, event_type, aggregate_type, aggregate_id, version)
        SELECT ${event_id}, ${subscriber}::text, ${event_type}, ${aggregate_type}, ${aggregate_id}, ${version}
        FROM ${EVENT_STORE} WHERE ${event_id} = ${eventId}
        ON CONFLICT (event_id, subscriber) DO UPDATE
          SET ${set(EVENT_DELIVERY, { ...AFRESH, done_at: null, result: null })} WHERE ${EVENT_DELIVERY.status} = 'done'`);
      if (owed === 0) return false;
      await this.deliveries.record(DELIVERY_REDRIVEN, (await this.deliveries.find(eventId, subscriber))!, reason);
      this.units.afterCommit('deliveries', () => this.signal.announce());
      return true;
    });
  }

  private async mustBeDead(eventId: string, subscriber: string): Promise<Delivery> {
    const delivery = await this.deliveries.find(eventId, subscriber, true);
    if (!delivery) throw notFound('delivery');
    if (delivery.status !== 'dead') {
      throw new DomainError('delivery_not_dead', `The delivery is ${delivery.status}, not dead.`, {
        status: delivery.status,
      });
    }
    return delivery;
  }
}
