import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Replica } from '../../../platform/database/replica.js';
import { sql } from '../../../platform/database/sql.js';
import { having } from '../../../platform/database/statements.js';
import { EventStore } from '../../../platform/event-store/event-store.js';
import { EVENT_DELIVERY, EVENT_STORE } from '../../../platform/event-store/event-store.table.js';
import { EVENT_SEQUENCE } from '../../../platform/event-store/seal.table.js';
import { type EventDto, type ListEventsDto } from './list-events.dto.js';

export class ListEvents extends Query<{ events: EventDto[]; total: string; next: number | undefined }> {
  constructor(readonly query: ListEventsDto) {
    super();
  }
}

const { sequence, event_id } = EVENT_SEQUENCE;

const MOST_COUNTED = 10_000;

/** Sealed events in the order of their sequence; what was stored within the last second may not be among them yet. */
@QueryHandler(ListEvents)
export class ListEventsHandler implements IQueryHandler<ListEvents> {
  constructor(
    private readonly replica: Replica,
    private readonly store: EventStore,
  ) {}

  async execute({ query }: ListEvents): Promise<{ events: EventDto[]; total: string; next: number | undefined }> {
    const { limit = 20, after = 0, skip = 0, aggregate_type, aggregate_id, event_type } = query;
    const reader = await this.replica.reader();
    const from = sql`${EVENT_SEQUENCE} JOIN ${EVENT_STORE} ON ${EVENT_STORE.event_id} = ${event_id}
      WHERE ${having(EVENT_STORE, { aggregate_type, aggregate_id, event_type })}`;
    const [counted] = await reader.query<{ count: number }>(
      (aggregate_type ?? aggregate_id ?? event_type) !== undefined
        ? sql`SELECT count(*) AS count FROM (SELECT FROM ${from} LIMIT ${MOST_COUNTED + 1}) AS counted`
        : sql`SELECT coalesce(max(${sequence}), 0) AS count FROM ${EVENT_SEQUENCE}`,
    );
    const rows = await reader.query<{ sequence: number; event_id: string; is_processed: boolean }>(sql`
      SELECT sequence, event_id, NOT EXISTS (SELECT FROM ${EVENT_DELIVERY}
        WHERE ${EVENT_DELIVERY.event_id} = page.event_id
          AND ${EVENT_DELIVERY.status} NOT IN ('done', 'skipped')) AS is_processed
      FROM (SELECT ${sequence}, ${event_id} FROM ${from} AND ${sequence} > ${after}
        ORDER BY ${sequence} LIMIT ${limit + 1} OFFSET ${skip}) AS page ORDER BY sequence`);
    const more = rows.length > limit;
    if (more) rows.pop();
    const stored = new Map(
      (await this.store.findAll(rows.map(({ event_id }) => event_id))).map((event) => [event.event_id, event]),
    );
    const events = rows.map(({ sequence, event_id, is_processed }) => {
      const { id: _, ...event } = stored.get(event_id)!;
      return { sequence, ...event, is_processed };
    });
    const total = counted!.count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(counted!.count);
    return { events, total, next: more ? events.at(-1)!.sequence : undefined };
  }
}
