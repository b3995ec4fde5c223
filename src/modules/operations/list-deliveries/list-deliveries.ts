import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error.js';
import { Parameters } from '../../../platform/database/parameters.js';
import { Replica } from '../../../platform/database/replica.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
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

const COLUMNS = `event_id, subscriber, event_type, aggregate_type, aggregate_id, status, attempts, forwards, next_at, done_at,
  last_error, created_at`;
const MOST_COUNTED = 10_000;

@QueryHandler(ListDeliveries)
export class ListDeliveriesHandler implements IQueryHandler<ListDeliveries> {
  constructor(private readonly replica: Replica) {}

  async execute({ query }: ListDeliveries): Promise<{ rows: DeliveryDto[]; total: string; next: string | undefined }> {
    const { limit = 20, skip = 0, cursor } = query;
    const reader = await this.replica.reader();
    const parameters = new Parameters();
    const conditions = (['status', 'subscriber', 'event_type', 'aggregate_type', 'aggregate_id'] as const)
      .filter((field) => query[field] !== undefined)
      .map((field) => `${field} = ${parameters.add(query[field])}`);
    const where = ['true', ...conditions].join(' AND ');
    const order = 'ORDER BY event_id DESC, subscriber DESC';
    const [counted] = await reader.queryText<{ count: number }>(
      `SELECT count(*) AS count FROM (SELECT FROM event_delivery WHERE ${where} ${order} LIMIT ${MOST_COUNTED + 1}) AS counted`,
      [...parameters.values],
    );
    const [eventId, subscriber] = cursor?.split('.') ?? [];
    const beyond = cursor
      ? `AND (event_id, subscriber) < (${parameters.add(eventId)}::uuid, ${parameters.add(subscriber)})`
      : '';
    const rows = await reader.queryText<DeliveryDto>(
      `SELECT ${COLUMNS} FROM event_delivery WHERE ${where} ${beyond} ${order} LIMIT ${limit + 1} OFFSET ${skip}`,
      parameters.values,
    );
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
    const [row] = await this.units.queryText<DeliveryDto>(
      `SELECT ${COLUMNS} FROM event_delivery WHERE event_id = $1 AND subscriber = $2`,
      [eventId, subscriber],
    );
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
    const counted = await this.units.queryText<SubscriberDto>(
      `SELECT subscriber, count(*) FILTER (WHERE status = 'pending') AS pending,
         count(*) FILTER (WHERE status = 'forwarded') AS forwarded, count(*) FILTER (WHERE status = 'dead') AS dead,
         extract(epoch FROM clock_timestamp() - min(created_at) FILTER (WHERE status <> 'dead'))::float8 AS oldest_open_seconds
       FROM (SELECT subscriber, status, created_at FROM event_delivery WHERE status IN ('pending', 'forwarded')
             UNION ALL SELECT subscriber, status, created_at FROM event_delivery WHERE status = 'dead') AS open
       GROUP BY subscriber`,
    );
    const idle = { pending: 0, forwarded: 0, dead: 0, oldest_open_seconds: null };
    const names = [...new Set([...this.subscriptions.names, ...counted.map(({ subscriber }) => subscriber)])];
    return names.map((subscriber) => ({
      subscriber,
      ...idle,
      ...counted.find((one) => one.subscriber === subscriber),
    }));
  }
}
