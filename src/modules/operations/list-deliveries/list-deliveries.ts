import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error.js';
import { Replica } from '../../../platform/database/replica.js';
import { sql } from '../../../platform/database/sql.js';
import { columnsBut, having } from '../../../platform/database/statements.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { EVENT_DELIVERY } from '../../../platform/event-store/event-store.table.js';
import { Subscriptions } from '../../../queues/subscriptions.js';
import { type DeliveryDto, type ListDeliveriesDto, type SubscriberDto } from './list-deliveries.dto.js';

/** Deliveries, those of the newest events first. */
export class ListDeliveries extends Query<{ rows: DeliveryDto[]; total: string; next: string | undefined }> {
  constructor(readonly query: ListDeliveriesDto) {
    super();
  }
}

/** One delivery as it stands. @throws not_found */
export class FindDelivery extends Query<DeliveryDto> {
  constructor(
    readonly eventId: string,
    readonly subscriber: string,
  ) {
    super();
  }
}

/** How much each subscriber is owed. */
export class CountDeliveries extends Query<SubscriberDto[]> {}

const COLUMNS = columnsBut(EVENT_DELIVERY, 'version', 'result');
const MOST_COUNTED = 10_000;

@QueryHandler(ListDeliveries)
export class ListDeliveriesHandler implements IQueryHandler<ListDeliveries> {
  constructor(private readonly replica: Replica) {}

  async execute({ query }: ListDeliveries): Promise<{ rows: DeliveryDto[]; total: string; next: string | undefined }> {
    const { limit = 20, skip = 0, cursor } = query;
    const reader = await this.replica.reader();
    const { status, subscriber, event_type, aggregate_type, aggregate_id } = query;
    const where = having(EVENT_DELIVERY, { status, subscriber, event_type, aggregate_type, aggregate_id });
    const order = sql`ORDER BY ${EVENT_DELIVERY.event_id} DESC, ${EVENT_DELIVERY.subscriber} DESC`;
    const [counted] = await reader.query<{ count: number }>(sql`
      SELECT count(*) AS count FROM (
        SELECT FROM ${EVENT_DELIVERY} WHERE ${where} ${order} LIMIT ${MOST_COUNTED + 1}) AS counted`);
    const [lastEvent, lastSubscriber] = cursor?.split('.') ?? [];
    const beyond = cursor
      ? sql`(${EVENT_DELIVERY.event_id}, ${EVENT_DELIVERY.subscriber}) < (${lastEvent}::uuid, ${lastSubscriber})`
      : sql`true`;
    const rows = await reader.query<DeliveryDto>(sql`
      SELECT ${COLUMNS} FROM ${EVENT_DELIVERY} WHERE ${where} AND ${beyond} ${order} LIMIT ${limit + 1} OFFSET ${skip}`);
    const more = rows.length > limit;
    if (more) rows.pop();
    const last = rows.at(-1);
    const total = counted!.count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(counted!.count);
    return { rows, total, next: more && last ? `${last.event_id}.${last.subscriber}` : undefined };
  }
}

@QueryHandler(FindDelivery)
export class FindDeliveryHandler implements IQueryHandler<FindDelivery> {
  constructor(private readonly units: UnitOfWork) {}

  async execute({ eventId, subscriber }: FindDelivery): Promise<DeliveryDto> {
    const [row] = await this.units.query<DeliveryDto>(sql`
      SELECT ${COLUMNS} FROM ${EVENT_DELIVERY} WHERE ${having(EVENT_DELIVERY, { event_id: eventId, subscriber })}`);
    if (!row) throw notFound('delivery');
    return row;
  }
}

@QueryHandler(CountDeliveries)
export class CountDeliveriesHandler implements IQueryHandler<CountDeliveries> {
  constructor(
    private readonly units: UnitOfWork,
    private readonly subscriptions: Subscriptions,
  ) {}

  async execute(): Promise<SubscriberDto[]> {
    const { subscriber, status, created_at } = EVENT_DELIVERY;
    const read = sql`SELECT ${subscriber}, ${status}, ${created_at} FROM ${EVENT_DELIVERY}`;
    const counted = await this.units.query<SubscriberDto>(sql`
      SELECT subscriber, count(*) FILTER (WHERE status = 'pending') AS pending,
        count(*) FILTER (WHERE status = 'forwarded') AS forwarded, count(*) FILTER (WHERE status = 'dead') AS dead,
        extract(epoch FROM clock_timestamp() - min(created_at) FILTER (WHERE status <> 'dead'))::float8 AS oldest_open_seconds
      FROM (${read} WHERE ${status} IN ('pending', 'forwarded') UNION ALL ${read} WHERE ${status} = 'dead') AS open
      GROUP BY subscriber`);
    const idle = { pending: 0, forwarded: 0, dead: 0, oldest_open_seconds: null };
    const names = [...new Set([...this.subscriptions.names, ...counted.map(({ subscriber }) => subscriber)])];
    return names.map((subscriber) => ({
      subscriber,
      ...idle,
      ...counted.find((one) => one.subscriber === subscriber),
    }));
  }
}
