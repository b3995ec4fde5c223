import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Parameters } from '../../../platform/database/parameters.js';
import { Replica } from '../../../platform/database/replica.js';
import { EventStore } from '../../../platform/event-store/event-store.js';
import { type EventDto, type ListEventsDto } from './list-events.dto.js';

export class ListEvents extends Query<{ events: EventDto[]; total: string; next: number | undefined }> {
  constructor(readonly query: ListEventsDto) {
    super();
  }
}

const MOST_COUNTED = 10_000;

/** Sealed events in the order of their sequence; what was stored within the last second may not be among them yet. */
@QueryHandler(ListEvents)
export class ListEventsHandler implements IQueryHandler<ListEvents> {
  constructor(
    private readonly replica: Replica,
    private readonly store: EventStore,
  ) {}

  async execute({ query }: ListEvents): Promise<{ events: EventDto[]; total: string; next: number | undefined }> {
    const { limit = 20, after = 0, skip = 0 } = query;
    const reader = await this.replica.reader();
    const parameters = new Parameters();
    const conditions = (['aggregate_type', 'aggregate_id', 'event_type'] as const)
      .filter((field) => query[field] !== undefined)
      .map((field) => `e.${field} = ${parameters.add(query[field])}`);
    const from = `event_sequence s JOIN event_store e USING (event_id) WHERE ${['true', ...conditions].join(' AND ')}`;
    const [counted] = await reader.queryText<{ count: number }>(
      conditions.length === 0
        ? 'SELECT coalesce(max(sequence), 0) AS count FROM event_sequence'
        : `SELECT count(*) AS count FROM (SELECT FROM ${from} LIMIT ${MOST_COUNTED + 1}) AS counted`,
      [...parameters.values],
    );
    const rows = await reader.queryText<{ sequence: number; event_id: string; is_processed: boolean }>(
      `SELECT sequence, event_id, NOT EXISTS (SELECT FROM event_delivery d WHERE d.event_id = page.event_id
         AND d.status NOT IN ('done', 'skipped')) AS is_processed
       FROM (SELECT s.sequence, event_id FROM ${from} AND s.sequence > ${parameters.add(after)}
         ORDER BY s.sequence LIMIT ${limit + 1} OFFSET ${skip}) AS page ORDER BY sequence`,
      parameters.values,
    );
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
