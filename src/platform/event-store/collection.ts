import { Injectable } from '@nestjs/common';
import { type Aggregate, type AggregateState, type Moment } from '../../kernel/aggregate.js';
import { invalidField, notFound } from '../../kernel/domain-error.js';
import { type DomainEvent } from '../../kernel/domain-event.js';
import { type Fact, personalFields, schemaOf } from '../../kernel/fact.js';
import { newEventId } from '../../kernel/ids.js';
import { type IsoDate } from '../../kernel/term.js';
import { type Actor, RequestContext } from '../context/request-context.js';
import { CompanyClock } from '../database/company-clock.js';
import { Replica } from '../database/replica.js';
import { and, sql, type Sql } from '../database/sql.js';
import { changedColumns, insert, update } from '../database/statements.js';
import { type AggregateTable } from '../database/table.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type ListOrder, type ListQuery, type Page, paged } from '../http/answers/listing.js';
import { EventStore, type StoredEvent } from './event-store.js';
import { FactRecorder, type RecordedEvent } from './recorded-event.js';

/** What a collection needs from the platform, as one injectable. */
@Injectable()
export class CollectionTools {
  constructor(
    readonly units: UnitOfWork,
    readonly replica: Replica,
    readonly clock: CompanyClock,
    readonly recorder: FactRecorder,
    readonly store: EventStore,
    readonly context: RequestContext,
  ) {}
}

/** How a collection maps its aggregates. */
export interface CollectionOptions<State extends AggregateState, Agg, Action extends string> {
  /** `quote`: the stream's name, and the name in a 404. */
  aggregateType: string;
  /** The table whose columns are the aggregate's state; it has a sequence named `<aggregateType>_id_seq`. */
  table: AggregateTable;
  aggregate: new (id: number, state?: State) => Agg;
  /** Every kind of fact that it records. */
  facts: readonly Fact[];
  /** Whose key seals the personal fields of its facts: `prospect:12`. Left out where no fact has any. */
  subject?: (state: State) => string;
  /** Who sees the aggregates. Left out where nobody but the program asks for one. */
  sight?: Sight<Action>;
}

/** Who sees the rows of a table. */
export interface Sight<Action extends string> {
  /** Joins what the conditions need beside the table. */
  through?: Sql;
  /** The condition under which this actor may do this with a row. */
  condition: (actor: Actor, action: Action) => Sql;
  /** The same in parts of which a row meets no more than one, each with an index of its own. */
  parts: (actor: Actor, action: Action) => Sql[];
}

/** One list of a collection. */
export interface Listing {
  /** Conditions that all must hold. */
  where: Sql[];
  order: ListOrder;
  /** One of the conditions is a search in text. */
  searches?: boolean;
}

/**
 * The aggregates of one kind: read from their row, changed in one transaction that writes the row and records the facts.
 */
export abstract class Collection<
  State extends AggregateState,
  Event extends DomainEvent,
  Agg extends Aggregate<State, Event>,
  Action extends string = never,
> {
  private readonly id: Sql;

  protected constructor(
    protected readonly tools: CollectionTools,
    private readonly options: CollectionOptions<State, Agg, Action>,
  ) {
    this.id = options.table.id;
  }

  /** `quote`: the stream's name. */
  get aggregateType(): string {
    return this.options.aggregateType;
  }

  get table(): AggregateTable {
    return this.options.table;
  }

  /** The aggregate as it stands, for reading. @throws not_found */
  async get(id: number): Promise<Agg> {
    const found = await this.find(id);
    if (!found) throw notFound(this.aggregateType);
    return found;
  }

  async find(id: number): Promise<Agg | undefined> {
    return this.findWhere(sql`${this.id} = ${id}`);
  }

  /** The aggregate, if this actor may do this with it. @throws not_found, the same for absent and out of sight */
  async see(actor: Actor, action: Action, id: number): Promise<Agg> {
    const { through = sql``, condition } = this.options.sight!;
    const found = await this.findWhere(and([sql`${this.id} = ${id}`, condition(actor, action)]), through);
    if (!found) throw notFound(this.aggregateType);
    return found;
  }

  /** A page of those with which this actor may do this; read from a replica where there is one. */
  async list(
    actor: Actor,
    action: Action,
    { where, order, searches }: Listing,
    query: ListQuery,
  ): Promise<Page<State>> {
    const { table, sight } = this.options;
    const { through = sql``, parts } = sight!;
    const [select, from, id] = [table.columns, sql`${table} ${through}`, table.id];
    const shape = { select, from, parts: parts(actor, action), where, searches, id, order };
    return paged<State>(await this.tools.replica.reader(), shape, query);
  }

  /** Everything that happened to one, in order. @throws not_found */
  async history(actor: Actor, action: Action, id: number): Promise<StoredEvent[]> {
    await this.see(actor, action, id);
    return this.tools.store.history(this.aggregateType, id);
  }

  /**
   * One as it was known at the end of a day in the company's time zone.
   * @throws not_found before its first fact, validation_failed for a day that has not come
   */
  async asOf(actor: Actor, action: Action, id: number, day: IsoDate): Promise<Readonly<State>> {
    const { clock } = this.tools;
    const { today } = await clock.now();
    if (day > today) throw invalidField('as_of', 'as_of_in_future', `as_of must not be after today, ${today}`);
    const history = await this.history(actor, action, id);
    const known = history.filter(({ occurred_at }) => clock.dayOf(occurred_at) <= day);
    if (known.length === 0) throw notFound(`${this.aggregateType} on that day`);
    return this.stateAfter(id, known);
  }

  /** The state that a history, read from the event store, leads to. */
  stateAfter(id: number, history: readonly StoredEvent[]): Readonly<State> {
    const aggregate = new this.options.aggregate(id);
    aggregate.replay(
      history.map(({ event_type, data, occurred_at }) => ({ type: event_type, data, occurred_at }) as unknown as Event),
    );
    return aggregate.state;
  }

  /** The one that a condition on its table's columns names. */
  protected async findWhere(condition: Sql, through: Sql = sql``): Promise<Agg | undefined> {
    const { table, aggregate } = this.options;
    const [row] = await this.tools.units.query<State>(
      sql`SELECT ${table.columns} FROM ${table} ${through} WHERE ${condition}`,
    );
    return row && new aggregate(row.id, row);
  }

  /** Begins a new aggregate: `decide` records its first facts. */
  async start(decide: (aggregate: Agg, moment: Moment) => void): Promise<Agg> {
    const [started] = await this.startAll(1, ([aggregate], moment) => decide(aggregate!, moment));
    return started!;
  }

  /** Begins several at once, their rows and facts written together. */
  async startAll(count: number, decide: (aggregates: Agg[], moment: Moment) => void): Promise<Agg[]> {
    return this.tools.units.run(async () => {
      const sequence = `${this.aggregateType}_id_seq`;
      // The company's time along with the ids, which saves a question.
      const begun = await this.tools.units.query<{ id: number; now: string }>(
        sql`SELECT nextval(${sequence}) AS id, company_now() AS now FROM generate_series(1, ${count})`,
      );
      const aggregates = begun.map(({ id }) => new this.options.aggregate(id));
      decide(aggregates, await this.tools.clock.readAlong(begun[0]!.now));
      const states = aggregates.map((one) => one.state);
      await this.tools.units.query(insert(this.table, states as never));
      await this.record(aggregates);
      return aggregates;
    });
  }

  /**
   * Changes one aggregate under its row's lock: `decide` records facts or refuses.
   * Nothing is written where nothing was recorded. @throws not_found
   */
  async change(id: number, decide: (aggregate: Agg, moment: Moment) => void): Promise<Agg> {
    const [changed] = await this.changeAll([id], decide);
    return changed!;
  }

  /** Changes several, always in the order of their ids, so that two such changes never wait for each other in a circle. */
  async changeAll(ids: readonly number[], decide: (aggregate: Agg, moment: Moment) => void): Promise<Agg[]> {
    return this.tools.units.run(async () => {
      const wanted = [...new Set(ids)];
      if (wanted.length === 0) return [];
      const rows = await this.tools.units.query<State>(this.locking(wanted));
      if (rows.length < wanted.length) throw notFound(this.aggregateType);
      const moment = await this.tools.clock.now();
      const aggregates = rows.map((row) => new this.options.aggregate(row.id, row));
      for (const aggregate of aggregates) decide(aggregate, moment);
      const changed = aggregates.filter((one) => one.getUncommittedEvents().length > 0);
      if (changed.length > 0) {
        await this.write(rows, changed);
        await this.record(changed);
      }
      return aggregates;
    });
  }

  /** Takes one away; `decide` records the fact that tells of it. @throws not_found */
  async remove(id: number, decide: (aggregate: Agg, moment: Moment) => void): Promise<void> {
    await this.tools.units.run(async () => {
      await this.change(id, decide);
      await this.tools.units.query(sql`DELETE FROM ${this.table} WHERE ${this.id} = ${id}`);
    });
  }

  private locking(ids: readonly number[]): Sql {
    const rows = sql`SELECT ${this.table.columns} FROM ${this.table}`;
    return ids.length === 1
      ? sql`${rows} WHERE ${this.id} = ${ids[0]} FOR UPDATE`
      : sql`${rows} WHERE ${this.id} = ANY(${ids}::int[]) ORDER BY ${this.id} FOR UPDATE`;
  }

  /** Writes the columns in which any of the aggregates differs from its row. */
  private async write(rows: readonly State[], aggregates: readonly Agg[]): Promise<void> {
    const before = new Map(rows.map((row) => [row.id, row]));
    const columns = changedColumns(
      this.table,
      aggregates.map((one) => [before.get(one.id)!, one.state]),
    );
    const values = aggregates.map(({ state }) =>
      Object.fromEntries(['id', ...columns].map((column) => [column, state[column as keyof State]])),
    );
    await this.tools.units.query(update(this.table, columns, values));
  }

  private async record(aggregates: readonly Agg[]): Promise<void> {
    await this.tools.recorder.record(aggregates.flatMap((aggregate) => this.envelopes(aggregate)));
    for (const aggregate of aggregates) aggregate.commit();
  }

  private envelopes(aggregate: Agg): RecordedEvent[] {
    const recorded = aggregate.getUncommittedEvents();
    const before = aggregate.version - recorded.length;
    const subject = this.options.subject?.(aggregate.state);
    return recorded.map(({ type, data, occurred_at }, index) => ({
      event_id: newEventId(),
      event_type: type,
      aggregate_type: this.aggregateType,
      aggregate_id: String(aggregate.id),
      version: before + index + 1,
      data: data as Record<string, unknown>,
      metadata: this.tools.context.metadata(),
      schema_version: schemaOf(type),
      occurred_at,
      personal: subject === undefined ? null : { subject, fields: personalFields(this.factOf(type)) },
    }));
  }

  private factOf(type: string): Fact {
    const fact = this.options.facts.find(({ name }) => name === type);
    if (!fact) throw new Error(`${type} is not among the facts of ${this.aggregateType}`);
    return fact;
  }
}
