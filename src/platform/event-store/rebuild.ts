import { isDeepStrictEqual } from 'node:util';
import { type EntityMetadata } from 'typeorm';
import { type Aggregate, type AggregateState } from '../../kernel/aggregate.js';
import { type DomainEvent } from '../../kernel/domain-event.js';
import { type UnitOfWork } from '../database/unit-of-work.js';
import { type Collection } from './collection.js';
import { type EventStore, type StoredEvent } from './event-store.js';

export type AnyCollection = Collection<AggregateState, DomainEvent, Aggregate<AggregateState, DomainEvent>>;

/** Where a row and its events disagree. */
export interface Difference {
  /** `policy/3`. */
  aggregate: string;
  /** In a sentence: which column, what it holds, what the events say. */
  says: string;
}

export interface Comparison {
  aggregateType: string;
  rows: number;
  differences: Difference[];
  written: number;
}

type Row = Record<string, unknown> & AggregateState;

const PAGE = 500;

/** Folds the events of one kind of aggregate anew and compares with its table, page by page; writes only where told to. */
export class Rebuild {
  private readonly metadata: EntityMetadata;
  private readonly differences: Difference[] = [];
  private written = 0;

  constructor(
    private readonly units: UnitOfWork,
    private readonly store: EventStore,
    private readonly collection: AnyCollection,
    private readonly write: boolean,
  ) {
    this.metadata = units.manager.connection.getMetadata(collection.table);
  }

  async run(onProgress: (done: number) => void = () => {}): Promise<Comparison> {
    let rows = 0;
    for await (const ids of this.pages()) {
      for (const { id, row, history } of await this.read(ids)) {
        // Read apart, row and events may stem from different moments: what differs is looked at again under the row's lock.
        if (this.compare(id, row, history).length > 0) await this.settle(id);
      }
      rows += ids.length;
      onProgress(rows);
    }
    return { aggregateType: this.collection.aggregateType, rows, differences: this.differences, written: this.written };
  }

  /** The ids that have a row, and then those that have a history alone. */
  private async *pages(): AsyncGenerator<number[]> {
    for (let after = 0, size = PAGE; size === PAGE;) {
      const rows = await this.units.query<{ id: number }>(
        `SELECT id FROM ${this.metadata.tableName} WHERE id > $1 ORDER BY id LIMIT ${PAGE}`,
        [after],
      );
      size = rows.length;
      after = rows.at(-1)?.id ?? after;
      if (size > 0) yield rows.map(({ id }) => id);
    }
    const without = await this.units.run(async () => {
      await this.units.query('SET LOCAL statement_timeout = 0');
      return this.units.query<{ id: number }>(
        `SELECT aggregate_id::int AS id FROM event_store WHERE aggregate_type = $1 AND version = 1
           AND NOT EXISTS (SELECT FROM ${this.metadata.tableName} AS kept WHERE kept.id = aggregate_id::int) ORDER BY 1`,
        [this.collection.aggregateType],
      );
    });
    for (let at = 0; at < without.length; at += PAGE) yield without.slice(at, at + PAGE).map(({ id }) => id);
  }

  private async read(
    ids: readonly number[],
    lock = false,
  ): Promise<{ id: number; row: Row | undefined; history: StoredEvent[] }[]> {
    const query = this.units.manager.createQueryBuilder(this.collection.table, 'one').whereInIds([...ids]);
    if (lock) query.setLock('pessimistic_write');
    const rows = new Map((await query.getMany()).map((row) => [row.id, row as Row]));
    const histories = await this.store.histories(this.collection.aggregateType, ids);
    return ids.map((id) => ({ id, row: rows.get(id), history: histories.get(id) ?? [] }));
  }

  private async settle(id: number): Promise<void> {
    await this.units.run(async () => {
      const [read] = await this.read([id], true);
      const { row, history } = read!;
      const found = this.compare(id, row, history);
      this.differences.push(...found.map((says) => ({ aggregate: `${this.collection.aggregateType}/${id}`, says })));
      if (!this.write || found.length === 0 || history.length === 0 || isGone(history)) return;
      const state = Object.fromEntries(
        Object.entries(this.collection.stateAfter(id, history)).filter(([, value]) => value !== undefined),
      );
      if (row) await this.units.manager.update(this.collection.table, { id } as never, state as never);
      else await this.units.manager.insert(this.collection.table, state as never);
      this.written += 1;
    });
  }

  private compare(id: number, row: Row | undefined, history: StoredEvent[]): string[] {
    if (history.length === 0) return ['it has a row and no events'];
    if (isGone(history)) return row ? ['its events say that it was deleted, and it has a row'] : [];
    if (!row) return ['it has events and no row'];
    const erased = history.some((event) => event.erased);
    const state = this.collection.stateAfter(id, history) as Row;
    return this.metadata.columns.flatMap(({ propertyName, type }) => {
      const [kept, told] = [row[propertyName], state[propertyName]];
      if (told === undefined && erased) return [];
      if (isDeepStrictEqual(plain(kept, type), plain(told, type))) return [];
      return [`${propertyName} is ${JSON.stringify(kept)}, its events say ${JSON.stringify(told)}`];
    });
  }
}

function isGone(history: StoredEvent[]): boolean {
  return history.at(-1)!.event_type.endsWith('Deleted');
}

/** Values alike whichever way they were written: numerics without idle zeros, floats as exact as their column, JSON member by member. */
function plain(value: unknown, type: EntityMetadata['columns'][number]['type']): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'numeric')
    return String(value)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '');
  if (type === 'real') return Math.fround(Number(value));
  return typeof value === 'object' ? (JSON.parse(JSON.stringify(value)) as unknown) : value;
}
