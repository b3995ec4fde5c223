import { Injectable } from '@nestjs/common';
import { schemaOf } from '../kernel/fact.js';
import { newEventId } from '../kernel/ids.js';
import { RequestContext } from '../platform/context/request-context.js';
import { CompanyClock } from '../platform/database/company-clock.js';
import { sql, type Sql } from '../platform/database/sql.js';
import { type Assigned, columnsOf, having, set } from '../platform/database/statements.js';
import { type RowOf } from '../platform/database/table.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { EVENT_DELIVERY, EVENT_STORE } from '../platform/event-store/event-store.table.js';
import { FactRecorder, type RecordedEvent } from '../platform/event-store/recorded-event.js';
import { DELIVERY_DIED, type DeliveryFact } from './delivery.events.js';
import { Subscriptions } from './subscriptions.js';

const DELIVERY = [
  'event_id',
  'subscriber',
  'event_type',
  'aggregate_type',
  'aggregate_id',
  'status',
  'attempts',
] as const;

/** One event owed to one subscriber. */
export type Delivery = Pick<RowOf<typeof EVENT_DELIVERY>, (typeof DELIVERY)[number]>;

type Owed = Pick<Delivery, 'event_id' | 'subscriber'>;

const { event_id, subscriber, status, attempts, next_at, forwards } = EVENT_DELIVERY;

const MOST_CLAIMED = 200;

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
  claim(leaseSeconds: number, most = MOST_CLAIMED): Promise<Owed[]> {
    return this.units.run(async () => {
      return this.units.query<Owed>(sql`
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
  async release(claimed: Owed[]): Promise<void> {
    await this.units.query(sql`
      UPDATE ${EVENT_DELIVERY} SET ${set(EVENT_DELIVERY, {
        status: 'pending',
        forwards: 0,
        next_at: sql`clock_timestamp() + interval '1 s'`,
      })}
      FROM jsonb_to_recordset(${JSON.stringify(claimed)}::jsonb) AS claimed(event_id uuid, subscriber text)
      WHERE ${event_id} = claimed.event_id AND ${subscriber} = claimed.subscriber AND ${status} = 'forwarded'`);
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
    const [row] = await this.units.query<Delivery>(sql`
      SELECT ${columnsOf(EVENT_DELIVERY, ...DELIVERY)} FROM ${EVENT_DELIVERY}
      WHERE ${owed(eventId, subscriber)} ${lock ? sql`FOR UPDATE` : sql``}`);
    return row;
  }

  async markDone(delivery: Delivery, result: object | null): Promise<void> {
    await this.write(delivery, {
      status: 'done',
      done_at: sql`clock_timestamp()`,
      attempts: sql`${attempts} + 1`,
      last_error: null,
      result,
    });
  }

  /** Writes some of a delivery's columns. */
  async write(delivery: Owed, values: Assigned<typeof EVENT_DELIVERY>): Promise<void> {
    await this.units.query(sql`
      UPDATE ${EVENT_DELIVERY} SET ${set(EVENT_DELIVERY, values)} WHERE ${owed(delivery.event_id, delivery.subscriber)}`);
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
      await this.write(delivery, {
        status: dead ? 'dead' : 'pending',
        attempts,
        forwards: 0,
        last_error: reason.slice(0, 500),
        next_at: sql`clock_timestamp() + make_interval(secs => ${pause})`,
      });
      if (dead) await this.record(DELIVERY_DIED, { ...delivery, attempts }, reason);
      return dead;
    });
  }

  /** Records a fact about a delivery, in the caller's transaction and under the delivery's lock. */
  async record({ name }: DeliveryFact, delivery: Delivery, reason: string): Promise<void> {
    // Dead letters about dead letters would never end. What an admin does about one is a fact like any other.
    if (name === DELIVERY_DIED.name && delivery.aggregate_type === 'delivery') return;
    const id = `${delivery.event_id}.${delivery.subscriber}`;
    const [head] = await this.units.query<{ version: number }>(sql`
      SELECT coalesce(max(${EVENT_STORE.version}), 0) AS version FROM ${EVENT_STORE}
      WHERE ${having(EVENT_STORE, { aggregate_type: 'delivery', aggregate_id: id })}`);
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

function owed(eventId: string, to: string): Sql {
  return having(EVENT_DELIVERY, { event_id: eventId, subscriber: to });
}
