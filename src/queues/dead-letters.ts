import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '../kernel/domain-error.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Deliveries, type Delivery } from './deliveries.js';
import { DELIVERY_REDRIVEN, DELIVERY_SKIPPED } from './delivery.events.js';
import { DeliverySignal } from './delivery-signal.js';

/** What an admin can do about deliveries that went wrong; each is a fact of its own. */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly units: UnitOfWork,
    private readonly deliveries: Deliveries,
    private readonly signal: DeliverySignal,
  ) {}

  /** Tries a dead delivery afresh, with all its tries. @throws not_found, delivery_not_dead */
  redrive(eventId: string, subscriber: string, reason: string): Promise<void> {
    return this.units.run(async () => {
      const delivery = await this.mustBeDead(eventId, subscriber);
      await this.units.queryText(
        `UPDATE event_delivery SET status = 'pending', attempts = 0, forwards = 0, next_at = clock_timestamp()
         WHERE event_id = $1 AND subscriber = $2`,
        [eventId, subscriber],
      );
      await this.deliveries.record(DELIVERY_REDRIVEN, delivery, reason);
      this.units.afterCommit('deliveries', () => this.signal.announce());
    });
  }

  /** Gives a dead delivery up for good. @throws not_found, delivery_not_dead */
  skip(eventId: string, subscriber: string, reason: string): Promise<void> {
    return this.units.run(async () => {
      const delivery = await this.mustBeDead(eventId, subscriber);
      await this.units.queryText(
        `UPDATE event_delivery SET status = 'skipped', done_at = clock_timestamp(), result = $3
         WHERE event_id = $1 AND subscriber = $2`,
        [eventId, subscriber, JSON.stringify({ skipped: reason })],
      );
      await this.deliveries.record(DELIVERY_SKIPPED, delivery, reason);
    });
  }

  /**
   * Owes an event to a subscriber once more: makes the delivery if it was never made, opens it if it is done. One that
   * is under way, dead or skipped stays as it is. Answers whether anything changed.
   */
  forwardAgain(eventId: string, subscriber: string, reason: string): Promise<boolean> {
    return this.units.run(async () => {
      const [owed] = await this.units.queryText(
        `INSERT INTO event_delivery AS present (event_id, subscriber, event_type, aggregate_type, aggregate_id, version)
         SELECT event_id, $2, event_type, aggregate_type, aggregate_id, version FROM event_store WHERE event_id = $1
         ON CONFLICT (event_id, subscriber) DO UPDATE
           SET status = 'pending', attempts = 0, forwards = 0, next_at = clock_timestamp(), done_at = NULL, result = NULL
           WHERE present.status = 'done'
         RETURNING event_id`,
        [eventId, subscriber],
      );
      if (!owed) return false;
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
