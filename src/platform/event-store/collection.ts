import { Injectable, type Type } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { type ObjectLiteral } from 'typeorm';
import { type Aggregate, type AggregateState, type Moment } from '../../kernel/aggregate.js';
import { notFound } from '../../kernel/domain-error.js';
import { type DomainEvent } from '../../kernel/domain-event.js';
import { newEventId } from '../../kernel/ids.js';
import { CompanyClock } from '../database/company-clock.js';
import { prepared } from '../database/prepared.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { TableStatements } from '../database/table-statements.js';
import { RequestContext } from '../context/request-context.js';
import { type StoredEvent } from './event-store.js';
import { type RecordedEvent } from './recorded-event.js';
import { Upcasters } from './upcasters.js';

/** New ids, and the company's time along with them. */
const BEGIN = prepared('SELECT nextval($1) AS id, company_now() AS now FROM generate_series(1, $2)');

/** What a collection needs from the platform, as one injectable. */
@Injectable()
export class CollectionTools {
  constructor(
    readonly units: UnitOfWork,
    readonly clock: CompanyClock,
    readonly events: EventBus,
    readonly context: RequestContext,
    readonly upcasters: Upcasters,
  ) {}
}

/** How a collection maps its aggregates. */
export interface CollectionOptions<State extends AggregateState, Agg> {
  /** `quote`: the stream's name, and the name in a 404. */
  aggregateType: string;
  /** The entity whose columns are the aggregate's state; its table holds a sequence named `<table>_id_seq`. */
  table: Type<State>;
  aggregate: new (id: number, state?: State) => Agg;
  /** Which fields of its events are personal, and whose key seals them. */
  personal?: { subject: (state: State) => string; fields: readonly string[] };
}

/**
 * The aggregates of one kind: read from their row, changed in one transaction that writes the row and
 * publishes the recorded facts.
 */
export abstract class Collection<
  State extends AggregateState,
  Event extends DomainEvent,
  Agg extends Aggregate<State, Event>,
> {
  private readonly sequence: string;
  private known: TableStatements | undefined;

  protected constructor(
    protected readonly tools: CollectionTools,
    private readonly options: CollectionOptions<State, Agg>,
  ) {
    this.sequence = `${options.aggregateType}_id_seq`;
  }

  /** `quote`: the stream's name. */
  get aggregateType(): string {
    return this.options.aggregateType;
  }

  /** The entity that its rows are. */
  get table(): Type<State> {
    return this.options.table;
  }

  /** The state that a history, read from the event store, leads to. */
  stateAfter(id: number, history: readonly StoredEvent[]): Readonly<State> {
    const aggregate = new this.options.aggregate(id);
    aggregate.replay(
      history.map(({ event_type, data, occurred_at }) => ({ type: event_type, data, occurred_at }) as unknown as Event),
    );
    return aggregate.state;
  }

  /** The aggregate as it stands, for reading. @throws not_found */
  async get(id: number): Promise<Agg> {
    const found = await this.find(id);
    if (!found) throw notFound(this.options.aggregateType);
    return found;
  }

  async find(id: number): Promise<Agg | undefined> {
    return this.findWhere(`${this.statements.table}.id = $1`, [id]);
  }

  /** The one that a condition on its table's columns names, through one statement; `$1`… are bound to `values`. */
  protected async findWhere(condition: string, values: unknown[]): Promise<Agg | undefined> {
    const [row] = await this.tools.units.query<State>(this.statements.selectWhere(condition), values);
    return row && new this.options.aggregate(row.id, row);
  }

  /** Begins a new aggregate: `decide` records its first facts. */
  async start(decide: (aggregate: Agg, moment: Moment) => void): Promise<Agg> {
    const [started] = await this.startAll(1, ([aggregate], moment) => decide(aggregate!, moment));
    return started!;
  }

  /** Begins several at once, their rows and facts written together. */
  async startAll(count: number, decide: (aggregates: Agg[], moment: Moment) => void): Promise<Agg[]> {
    return this.tools.units.run(async () => {
      const begun = await this.tools.units.query<{ id: number; now: string }>(BEGIN, [this.sequence, count]);
      const aggregates = begun.map(({ id }) => new this.options.aggregate(id));
      decide(aggregates, await this.tools.clock.readAlong(begun[0]!.now));
      await this.tools.units.query(this.statements.insert, [JSON.stringify(aggregates.map((one) => one.state))]);
      await this.publish(aggregates);
      return aggregates;
    });
  }

  /**
   * Changes one aggregate under its row's lock: `decide` records facts or refuses.
   * Nothing is written where nothing was recorded. @throws not_found
   */
  async change(id: number, decide: (aggregate: Agg, moment: Moment) => void): Promise<Agg> {
    return this.tools.units.run(async () => {
      const [row] = await this.tools.units.query<State>(this.statements.lockOne, [id]);
      if (!row) throw notFound(this.options.aggregateType);
      const aggregate = new this.options.aggregate(id, row);
      decide(aggregate, await this.tools.clock.now());
      if (aggregate.getUncommittedEvents().length === 0) return aggregate;
      await this.write([row], [aggregate]);
      await this.publish([aggregate]);
      return aggregate;
    });
  }

  /** Changes several, always in the order of their ids, so that two such changes never wait for each other in a circle. */
  async changeAll(ids: readonly number[], decide: (aggregate: Agg, moment: Moment) => void): Promise<Agg[]> {
    return this.tools.units.run(async () => {
      const wanted = [...new Set(ids)];
      if (wanted.length === 0) return [];
      const rows = await this.tools.units.query<State>(this.statements.lockAll, [wanted]);
      if (rows.length < wanted.length) throw notFound(this.options.aggregateType);
      const moment = await this.tools.clock.now();
      const aggregates = rows.map((row) => new this.options.aggregate(row.id, row));
      for (const aggregate of aggregates) decide(aggregate, moment);
      const changed = aggregates.filter((one) => one.getUncommittedEvents().length > 0);
      if (changed.length > 0) {
        await this.write(rows, changed);
        await this.publish(changed);
      }
      return aggregates;
    });
  }

  /** Takes one away; `decide` records the fact that tells of it. @throws not_found */
  async remove(id: number, decide: (aggregate: Agg, moment: Moment) => void): Promise<void> {
    await this.tools.units.run(async () => {
      await this.change(id, decide);
      await this.tools.units.manager.delete(this.options.table, { id } as never);
    });
  }

  private get statements(): TableStatements {
    return (this.known ??= TableStatements.of(this.tools.units.manager.connection.getMetadata(this.options.table)));
  }

  /** Writes the columns in which any of the aggregates differs from its row. */
  private async write(rows: readonly State[], aggregates: readonly Agg[]): Promise<void> {
    const before = new Map(rows.map((row) => [row.id, row]));
    const columns = this.statements.changed(aggregates.map((one) => [before.get(one.id)!, one.state]));
    const values = aggregates.map(({ state }) =>
      Object.fromEntries(['id', ...columns].map((column) => [column, (state as ObjectLiteral)[column]])),
    );
    await this.tools.units.query(this.statements.update(columns), [JSON.stringify(values)]);
  }

  private async publish(aggregates: readonly Agg[]): Promise<void> {
    const events = aggregates.flatMap((aggregate) => this.envelopes(aggregate));
    await (this.tools.events.publishAll(events) as Promise<void>);
    for (const aggregate of aggregates) aggregate.commit();
  }

  private envelopes(aggregate: Agg): RecordedEvent[] {
    const recorded = aggregate.getUncommittedEvents();
    const before = aggregate.version - recorded.length;
    const { personal } = this.options;
    return recorded.map((event, index) => ({
      event_id: newEventId(),
      event_type: event.type,
      aggregate_type: this.options.aggregateType,
      aggregate_id: String(aggregate.id),
      version: before + index + 1,
      data: event.data as Record<string, unknown>,
      metadata: this.tools.context.metadata(),
      schema_version: this.tools.upcasters.current(event.type),
      occurred_at: event.occurred_at,
      personal: personal ? { subject: personal.subject(aggregate.state), fields: personal.fields } : null,
    }));
  }
}
