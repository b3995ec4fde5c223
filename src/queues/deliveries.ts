import { Injectable } from '@nestjs/common';
import { schemaOf } from '../kernel/fact.js';
import { newEventId } from '../kernel/ids.js';
import { RequestContext } from '../platform/context/request-context.js';
import { CompanyClock } from '../platform/database/company-clock.js';
import { prepared } from '../platform/database/prepared.js';
import { sql } from '../platform/database/sql.js';
import { set } from '../platform/database/statements.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { EVENT_DELIVERY } from '../platform/event-store/event-store.table.js';
import { FactRecorder, type RecordedEvent } from '../platform/event-store/recorded-event.js';
import { DELIVERY_DIED, type DeliveryFact } from './delivery.events.js';
import { Subscriptions } from './subscriptions.js';

export type DeliveryStatus = 'pending' | 'forwarded' | 'done' | 'dead' | 'skipped';

/** One event owed to one subscriber. */
export interface Delivery {
  event_id: string;
  subscriber: string;
  event_type: string;
  aggregate_type: string;
  aggregate_id: string;
  status: DeliveryStatus;
  attempts: number;
}

const { event_id, subscriber, status, next_at, forwards } = EVENT_DELIVERY;

const MOST_CLAIMED = 200;

const FIND =
  prepared(`SELECT event_id, subscriber, event_type, aggregate_type, aggregate_id, status, attempts FROM event_delivery
  WHERE event_id = $1 AND subscriber = $2`);
const LOCK = prepared(`${FIND} FOR UPDATE`);
const DONE = prepared(`UPDATE event_delivery
  SET status = 'done', done_at = clock_timestamp(), attempts = attempts + 1, last_error = NULL, result = $3
  WHERE event_id = $1 AND subscriber = $2`);

/** The delivery rows: outbox, lease, inbox, retry counter and dead letter in one. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly units: UnitOfWork,
    private readonly clock: CompanyClock,
    private readonly recorder: FactRecorder,
    private readonly subscriptions: Subscriptions,
    private readonly context: RequestContext,
  ) {}

  /**
   * Claims what is due (new, due again, or forwarded with its lease run out) and leases it for so many seconds, doubling
   * with every forward in vain to 10 min. By state, not by position: a cursor would miss late commits. What is owed to
   * a subscriber that this build does not know is left to one that does: two versions may run side by side.
   */
  claim(leaseSeconds: number, most = MOST_CLAIMED): Promise<{ event_id: string; subscriber: string }[]> {
    return this.units.run(async () => {
      return this.units.query<{ event_id: string; subscriber: string }>(sql`
        WITH due AS (
          SELECT ${event_id}, ${subscriber} FROM ${EVENT_DELIVERY}
          WHERE ${status} IN ('pending', 'forwarded') AND ${next_at} <= clock_timestamp()
            AND ${subscriber} = ANY(${this.subscriptions.names}::text[])
          ORDER BY ${next_at} LIMIT ${most} FOR UPDATE SKIP LOCKED)
        UPDATE ${EVENT_DELIVERY} SET ${set(EVENT_DELIVERY, {
          status: 'forwarded',
          forwards: sql`${forwards} + 1`,
          next_at: sql`clock_timestamp() + least(make_interval(secs => ${leaseSeconds}) * power(2, least(${forwards}, 10)), interval '10 min')`,
        })}
        FROM due WHERE ${event_id} = due.event_id AND ${subscriber} = due.subscriber
        RETURNING ${event_id}, ${subscriber}`);
    });
  }

  /** Makes claimed deliveries due again at once: their queue could not be reached. */
  async release(claimed: { event_id: string; subscriber: string }[]): Promise<void> {
    await this.units.queryText(
      `UPDATE event_delivery AS delivery SET status = 'pending', forwards = 0, next_at = clock_timestamp() + interval '1 s'
       FROM jsonb_to_recordset($1::jsonb) AS claimed(event_id uuid, subscriber text)
       WHERE delivery.event_id = claimed.event_id AND delivery.subscriber = claimed.subscriber AND delivery.status = 'forwarded'`,
      [JSON.stringify(claimed)],
    );
  }

  /**
   * Makes everything forwarded due again at once: the queues have lost it. What somebody works on right now, frozen maybe,
   * holds nothing up: it waits for the end of its lease. Answers how many there were.
   */
  async makeForwardedDue(): Promise<number> {
    return this.units.execute(sql`
      WITH lost AS (
        SELECT ${event_id}, ${subscriber} FROM ${EVENT_DELIVERY} WHERE ${status} = 'forwarded' FOR UPDATE SKIP LOCKED)
      UPDATE ${EVENT_DELIVERY} SET ${set(EVENT_DELIVERY, { status: 'pending', forwards: 0, next_at: sql`clock_timestamp()` })}
      FROM lost WHERE ${event_id} = lost.event_id AND ${subscriber} = lost.subscriber`);
  }

  /** Reads one, under its row's lock when asked (inside a transaction). */
  async find(eventId: string, subscriber: string, lock = false): Promise<Delivery | undefined> {
    const [row] = await this.units.queryText<Delivery>(lock ? LOCK : FIND, [eventId, subscriber]);
    return row;
  }

  async markDone(delivery: Delivery, result: object | null): Promise<void> {
    await this.units.queryText(DONE, [delivery.event_id, delivery.subscriber, result && JSON.stringify(result)]);
  }

  /** Notes a failed try: due again after a jittered pause that doubles to 15 min, or dead (true), which is a fact of its own. */
  markFailed(
    eventId: string,
    subscriber: string,
    reason: string,
    mostAttempts: number,
    final: boolean,
  ): Promise<boolean> {
    return this.units.run(async () => {
      const delivery = await this.find(eventId, subscriber, true);
      if (!delivery || !['pending', 'forwarded'].includes(delivery.status)) return false;
      const attempts = delivery.attempts + 1;
      const dead = final || attempts >= mostAttempts;
      const pause = Math.min(2 ** (attempts - 1), 900) * (0.75 + Math.random() / 2);
      await this.units.queryText(
        `UPDATE event_delivery SET status = $3, attempts = $4, forwards = 0, last_error = $5,
           next_at = clock_timestamp() + make_interval(secs => $6)
         WHERE event_id = $1 AND subscriber = $2`,
        [eventId, subscriber, dead ? 'dead' : 'pending', attempts, reason.slice(0, 500), pause],
      );
      if (dead) await this.record(DELIVERY_DIED, { ...delivery, attempts }, reason);
      return dead;
    });
  }

  /** Records a fact about a delivery, in the caller's transaction and under the delivery's lock. */
  async record({ name }: DeliveryFact, delivery: Delivery, reason: string): Promise<void> {
    // Dead letters about dead letters would never end. What an admin does about one is a fact like any other.
    if (name === DELIVERY_DIED.name && delivery.aggregate_type === 'delivery') return;
    const id = `${delivery.event_id}.${delivery.subscriber}`;
    const [head] = await this.units.queryText<{ version: number }>(
      `SELECT coalesce(max(version), 0) AS version FROM event_store WHERE aggregate_type = 'delivery' AND aggregate_id = $1`,
      [id],
    );
    const { event_id, subscriber, event_type, aggregate_type, aggregate_id, attempts } = delivery;
    const event: RecordedEvent = {
      event_id: newEventId(),
      event_type: name,
      aggregate_type: 'delivery',
      aggregate_id: id,
      version: head!.version + 1,
      data: { event_id, subscriber, event_type, aggregate_type, aggregate_id, attempts, reason },
      metadata: this.context.metadata(),
      schema_version: schemaOf(name),
      occurred_at: (await this.clock.now()).instant,
      personal: null,
    };
    await this.recorder.record([event]);
  }
}
