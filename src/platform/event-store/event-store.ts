import { createHash } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type EventEnvelope } from '../../kernel/domain-event.js';
import { type DataOf, type Fact, lifted, schemaOf } from '../../kernel/fact.js';
import { constraintOf } from '../database/database-error.js';
import { sql } from '../database/sql.js';
import { columnsBut } from '../database/statements.js';
import { nameOf } from '../database/table.js';
import { StreamConflict, UnitOfWork } from '../database/unit-of-work.js';
import { canonicalJson } from './canonical-json.js';
import { EVENT_DELIVERY, EVENT_STORE } from './event-store.table.js';
import { PersonalData, type SealedBox } from './personal-data.js';
import { type Owed, type RecordedEvent } from './recorded-event.js';

/** An event as read back: personal fields opened, or absent where the person was erased. */
export interface StoredEvent extends EventEnvelope {
  /** Global position. It has gaps and is no cursor. */
  id: number;
  hash: string;
  /** The key of the person it tells of was destroyed: its personal fields are gone for good. */
  erased?: true;
}

/** A stored fact of a kind, or of one of several. */
export type Stored<Kind extends Fact> = Kind extends Fact
  ? Omit<StoredEvent, 'event_type' | 'data'> & { event_type: Kind['name']; data: DataOf<Kind> }
  : never;

interface Row extends Omit<StoredEvent, 'metadata' | 'data'> {
  data: Record<string, unknown> & { sealed?: SealedBox };
  metadata: EventEnvelope['metadata'];
}

const KEPT = columnsBut(EVENT_STORE, 'recorded_at', 'prev_hash', 'hash');
const EVENTS = sql`SELECT ${KEPT}, encode(${EVENT_STORE.hash}, 'hex') AS hash FROM ${EVENT_STORE}`;

/** What both an event and a delivery of it say. */
const NAMED = sql`event_id, event_type, aggregate_type, aggregate_id, version`;
const CONTENT = sql`data, metadata, schema_version, occurred_at`;

/** The append-only record of every fact: one stream per aggregate, each event chained to the one before by its hash. */
@Injectable()
export class EventStore implements OnApplicationBootstrap {
  private readonly logger = new Logger('EventStore');

  constructor(
    private readonly units: UnitOfWork,
    private readonly personalData: PersonalData,
  ) {}

  /** Says so where the database would let this process rewrite history. */
  async onApplicationBootstrap(): Promise<void> {
    const [row] = await this.units.query<{ may: boolean }>(
      sql`SELECT has_table_privilege(${nameOf(EVENT_STORE)}, 'UPDATE') AS may`,
    );
    if (row!.may) {
      this.logger.warn(
        'This role owns the tables, so append-only protection is off; give the application a role of its own (DATABASE_URL) ' +
          'beside the owner (DATABASE_OWNER_URL).',
      );
    }
  }

  /** Whether this build understands an event as it was read; a newer one may have stored it. */
  understands(event: StoredEvent): boolean {
    return event.schema_version <= schemaOf(event.event_type);
  }

  /**
   * Appends the facts of one command, in its transaction, and with them the deliveries that they owe.
   * @throws StreamConflict if a version is taken
   */
  async append(events: readonly RecordedEvent[], owed: readonly Owed[]): Promise<void> {
    const heads = await this.headsBefore(events);
    const rows = [];
    for (const event of events) {
      const stream = streamOf(event);
      const previous = event.version === 1 ? '' : heads.get(stream)!;
      const stored = await this.sealed(event);
      const hash = hashOf(previous, stored);
      heads.set(stream, hash);
      rows.push({ ...stored, prev_hash: previous, hash });
    }
    try {
      await this.units.query(sql`
        WITH stored AS (
          INSERT INTO ${EVENT_STORE} (${NAMED}, ${CONTENT}, prev_hash, hash)
          SELECT ${NAMED}, ${CONTENT}, decode(prev_hash, 'hex'), decode(hash, 'hex')
          FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS event(event_id uuid, event_type text,
            aggregate_type text, aggregate_id text, version int, data jsonb, metadata jsonb, schema_version int,
            occurred_at timestamptz, prev_hash text, hash text)
          RETURNING ${NAMED})
        INSERT INTO ${EVENT_DELIVERY} (subscriber, ${NAMED}) SELECT subscriber, ${NAMED} FROM stored
        JOIN jsonb_to_recordset(${JSON.stringify(owed)}::jsonb) AS owed(event_id uuid, subscriber text) USING (event_id)`);
    } catch (error) {
      if (constraintOf(error) === 'event_store_stream_version') {
        throw new StreamConflict('the stream has moved on');
      }
      throw error;
    }
  }

  /** One event by its id, personal fields opened. */
  async find(eventId: string): Promise<StoredEvent | undefined> {
    const [row] = await this.units.query<Row>(sql`${EVENTS} WHERE ${EVENT_STORE.event_id} = ${eventId}`);
    return row && this.opened(row);
  }

  /** Several events by their ids, in no order, personal fields opened. */
  async findAll(eventIds: readonly string[]): Promise<StoredEvent[]> {
    const rows = await this.units.query<Row>(sql`${EVENTS} WHERE ${EVENT_STORE.event_id} = ANY(${eventIds}::uuid[])`);
    return Promise.all(rows.map((row) => this.opened(row)));
  }

  /** The histories of several aggregates of one kind, by their ids. */
  async histories(aggregateType: string, aggregateIds: readonly number[]): Promise<Map<number, StoredEvent[]>> {
    const rows = await this.units.query<Row>(
      sql`${EVENTS} WHERE ${EVENT_STORE.aggregate_type} = ${aggregateType}
        AND ${EVENT_STORE.aggregate_id} = ANY(${aggregateIds.map(String)}::text[])
        ORDER BY ${EVENT_STORE.aggregate_id}, ${EVENT_STORE.version}`,
    );
    const events = await Promise.all(rows.map((row) => this.opened(row)));
    return Map.groupBy(events, ({ aggregate_id }) => Number(aggregate_id));
  }

  /** One aggregate's history in order, from its first event on. */
  async history(aggregateType: string, aggregateId: number): Promise<StoredEvent[]> {
    const rows = await this.units.query<Row>(
      sql`${EVENTS} WHERE ${EVENT_STORE.aggregate_type} = ${aggregateType}
        AND ${EVENT_STORE.aggregate_id} = ${String(aggregateId)} ORDER BY ${EVENT_STORE.version}`,
    );
    return Promise.all(rows.map((row) => this.opened(row)));
  }

  /** The hashes of the events that these follow in their streams. */
  private async headsBefore(events: readonly RecordedEvent[]): Promise<Map<string, string>> {
    const firsts = [...new Map([...events].reverse().map((event) => [streamOf(event), event])).values()].filter(
      ({ version }) => version > 1,
    );
    if (firsts.length === 0) return new Map();
    const { aggregate_type, aggregate_id, version, hash } = EVENT_STORE;
    // By exact version, which its unique index finds at once; whoever was faster makes the insert fail.
    const heads = await this.units.query<{ aggregate_type: string; aggregate_id: string; hash: string }>(sql`
      SELECT ${aggregate_type}, ${aggregate_id}, encode(${hash}, 'hex') AS hash FROM ${EVENT_STORE}
      WHERE (${aggregate_type}, ${aggregate_id}, ${version}) IN (SELECT * FROM unnest(
        ${firsts.map((first) => first.aggregate_type)}::text[], ${firsts.map((first) => first.aggregate_id)}::text[],
        ${firsts.map((first) => first.version - 1)}::int[]))`);
    if (heads.length < firsts.length) throw new StreamConflict('the stream has moved on');
    return new Map(heads.map((head) => [streamOf(head), head.hash]));
  }

  private async sealed({ personal, ...event }: RecordedEvent): Promise<EventEnvelope> {
    const fields = personal?.fields.filter((field) => event.data[field] !== undefined) ?? [];
    const ip = event.metadata.ip;
    const subject =
      fields.length > 0 ? personal!.subject : event.metadata.user_id && ip ? `user:${event.metadata.user_id}` : null;
    const metadata = { ...event.metadata, ip: null };
    if (!subject) return { ...event, metadata };
    const open = Object.fromEntries(Object.entries(event.data).filter(([field]) => !fields.includes(field)));
    const secret = Object.fromEntries(fields.map((field) => [field, event.data[field]]));
    return {
      ...event,
      data: { ...open, sealed: await this.personalData.seal(subject, { data: secret, ip }, isFirstOf(event, subject)) },
      metadata,
    };
  }

  private async opened(row: Row): Promise<StoredEvent> {
    const { sealed, ...open } = row.data;
    if (!sealed) return lifted(row);
    const secret = (await this.personalData.open(sealed)) as { data: object; ip: string | null } | null;
    return lifted({
      ...row,
      data: { ...open, ...secret?.data },
      metadata: { ...row.metadata, ip: secret?.ip ?? null },
      ...(!secret && { erased: true as const }),
    });
  }
}

function streamOf({ aggregate_type, aggregate_id }: Pick<EventEnvelope, 'aggregate_type' | 'aggregate_id'>): string {
  return `${aggregate_type}/${aggregate_id}`;
}

/** A person's own first event: there cannot be a key yet. */
function isFirstOf(
  { aggregate_type, aggregate_id, version }: Pick<EventEnvelope, 'aggregate_type' | 'aggregate_id' | 'version'>,
  subject: string,
): boolean {
  return version === 1 && subject === `${aggregate_type}:${aggregate_id}`;
}

/** SHA-256 over the previous hash and the canonical JSON of the sealed event, as hex. */
export function hashOf(previousHash: string, event: EventEnvelope): string {
  const { event_id, event_type, aggregate_type, aggregate_id, version, data, metadata, schema_version, occurred_at } =
    event;
  const text = canonicalJson({
    event_id,
    event_type,
    aggregate_type,
    aggregate_id,
    version,
    data,
    metadata,
    schema_version,
    occurred_at,
  });
  return createHash('sha256').update(Buffer.from(previousHash, 'hex')).update(text).digest('hex');
}
