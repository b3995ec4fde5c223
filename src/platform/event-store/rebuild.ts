import { isDeepStrictEqual } from 'node:util';
import { type Aggregate, type AggregateState } from '../../kernel/aggregate.js';
import { type DomainEvent } from '../../kernel/domain-event.js';
import { type Kind } from '../../kernel/fields.js';
import { type UnitOfWork } from '../database/unit-of-work.js';
import { sql } from '../database/sql.js';
import { insert, update } from '../database/statements.js';
import { fieldsOf } from '../database/table.js';
import { type Collection } from './collection.js';
import { EVENT_STORE } from './event-store.table.js';
import { type EventStore, type StoredEvent } from './event-store.js';

export type AnyCollection = Collection<AggregateState, DomainEvent, Aggregate<AggregateState, DomainEvent>, never>;

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
  private readonly differences: Difference[] = [];
  private written = 0;

  constructor(
    private readonly units: UnitOfWork,
    private readonly store: EventStore,
    private readonly collection: AnyCollection,
    private readonly write: boolean,
  ) {}

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
    const { table } = this.collection;
    for (let after = 0, size = PAGE; size === PAGE;) {
      const rows = await this.units.query<{ id: number }>(
        sql`SELECT ${table.id} FROM ${table} WHERE ${table.id} > ${after} ORDER BY ${table.id} LIMIT ${PAGE}`,
      );
      size = rows.length;
      after = rows.at(-1)?.id ?? after;
      if (size > 0) yield rows.map(({ id }) => id);
    }
    const without = await this.units.run(async () => {
      await this.units.query(sql`SET LOCAL statement_timeout = 0`);
      const { aggregate_id, aggregate_type, version } = EVENT_STORE;
      return this.units.query<{ id: number }>(sql`
        SELECT ${aggregate_id}::int AS id FROM ${EVENT_STORE}
        WHERE ${aggregate_type} = ${this.collection.aggregateType} AND ${version} = 1
          AND NOT EXISTS (SELECT FROM ${table} WHERE ${table.id} = ${aggregate_id}::int) ORDER BY 1`);
    });
    for (let at = 0; at < without.length; at += PAGE) yield without.slice(at, at + PAGE).map(({ id }) => id);
  }

  private async read(
    ids: readonly number[],
    lock = false,
  ): Promise<{ id: number; row: Row | undefined; history: StoredEvent[] }[]> {
    const { table } = this.collection;
    const found = await this.units.query<Row>(sql`
      SELECT ${table.columns} FROM ${table} WHERE ${table.id} = ANY(${ids}::int[]) ${lock ? sql`FOR UPDATE` : sql``}`);
    const rows = new Map(found.map((row) => [row.id, row]));
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
      const { table } = this.collection;
      const columns = Object.keys(fieldsOf(table)).filter((column) => column in state);
      await this.units.query(row ? update(table, columns, [state]) : insert(table, [state]));
      this.written += 1;
    });
  }

  private compare(id: number, row: Row | undefined, history: StoredEvent[]): string[] {
    if (history.length === 0) return ['it has a row and no events'];
    if (isGone(history)) return row ? ['its events say that it was deleted, and it has a row'] : [];
    if (!row) return ['it has events and no row'];
    const erased = history.some((event) => event.erased);
    const state = this.collection.stateAfter(id, history) as Row;
    return Object.entries(fieldsOf(this.collection.table)).flatMap(([column, { type }]) => {
      const [kept, told] = [row[column], state[column]];
      if (told === undefined && erased) return [];
      if (isDeepStrictEqual(plain(kept, type), plain(told, type))) return [];
      return [`${column} is ${JSON.stringify(kept)}, its events say ${JSON.stringify(told)}`];
    });
  }
}

function isGone(history: StoredEvent[]): boolean {
  return history.at(-1)!.event_type.endsWith('Deleted');
}

/** Values alike whichever way they were written: numerics without idle zeros, floats as exact as their column, JSON member by member. */
function plain(value: unknown, type: Kind['type']): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'numeric' || type === 'money')
    return String(value)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '');
  if (type === 'real') return Math.fround(Number(value));
  return typeof value === 'object' ? (JSON.parse(JSON.stringify(value)) as unknown) : value;
}
