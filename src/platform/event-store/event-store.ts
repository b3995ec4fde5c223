import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type AggregateState, type Fold } from '../../kernel/aggregate.js';
import { invalidField, notFound } from '../../kernel/domain-error.js';
import { type DomainEvent, type EventEnvelope } from '../../kernel/domain-event.js';
import { dateIn, type IsoDate } from '../../kernel/term.js';
import { CONFIG, type Config } from '../config/config.js';
import { CompanyClock } from '../database/company-clock.js';
import { StreamConflict, UnitOfWork } from '../database/unit-of-work.js';
import { prepared } from '../database/prepared.js';
import { canonicalJson } from './canonical-json.js';
import { foldHistory } from './fold-history.js';
import { PersonalData, type SealedBox } from './personal-data.js';
import { type Owed, type RecordedEvent } from './recorded-event.js';
import { Upcasters } from './upcasters.js';

/** An event as read back: personal fields opened, or absent where the person was erased. */
export interface StoredEvent extends EventEnvelope {
  /** Global position. It has gaps and is no cursor. */
  id: number;
  hash: string;
  /** The key of the person it tells of was destroyed: its personal fields are gone for good. */
  erased?: true;
}

interface Row extends Omit<StoredEvent, 'metadata' | 'data'> {
  data: Record<string, unknown> & { sealed?: SealedBox };
  metadata: EventEnvelope['metadata'];
}

const COLUMNS = `id, event_id, event_type, aggregate_type, aggregate_id, version, data, metadata, schema_version,
  occurred_at, encode(hash, 'hex') AS hash`;

const FIND = prepared(`SELECT ${COLUMNS} FROM event_store WHERE event_id = $1`);

const APPEND = prepared(`
  WITH stored AS (
    INSERT INTO event_store (event_id, event_type, aggregate_type, aggregate_id, version, data, metadata, schema_version, occurred_at,
      prev_hash, hash)
    SELECT event_id, event_type, aggregate_type, aggregate_id, version, data, metadata, schema_version, occurred_at,
      decode(prev_hash, 'hex'), decode(hash, 'hex')
    FROM jsonb_to_recordset($1::jsonb) AS event(event_id uuid, event_type text, aggregate_type text, aggregate_id text,
      version int, data jsonb, metadata jsonb, schema_version int, occurred_at timestamptz, prev_hash text, hash text)
    RETURNING event_id, event_type, aggregate_type, aggregate_id, version)
  INSERT INTO event_delivery (event_id, subscriber, event_type, aggregate_type, aggregate_id, version)
  SELECT event_id, subscriber, event_type, aggregate_type, aggregate_id, version
  FROM stored JOIN jsonb_to_recordset($2::jsonb) AS owed(event_id uuid, subscriber text) USING (event_id)`);

/** By exact version, which its unique index finds at once; whoever was faster makes the insert fail. */
const HEADS = prepared(`
  SELECT aggregate_type, aggregate_id, encode(hash, 'hex') AS hash FROM event_store
  WHERE (aggregate_type, aggregate_id, version) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::int[]))`);

/** The append-only record of every fact: one stream per aggregate, each event chained to the one before by its hash. */
@Injectable()
export class EventStore implements OnApplicationBootstrap {
  private readonly logger = new Logger('EventStore');

  constructor(
    private readonly units: UnitOfWork,
    private readonly personalData: PersonalData,
    private readonly upcasters: Upcasters,
    private readonly clock: CompanyClock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'COMPANY_TIME_ZONE'>,
  ) {}

  /** Says so where the database would let this process rewrite history. */
  async onApplicationBootstrap(): Promise<void> {
    const [row] = await this.units.query<{ may: boolean }>(
      `SELECT has_table_privilege('event_store', 'UPDATE') AS may`,
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
    return event.schema_version <= this.upcasters.current(event.event_type);
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
      await this.units.query(APPEND, [JSON.stringify(rows), JSON.stringify(owed)]);
    } catch (error) {
      if (
        (error as { driverError?: { constraint?: string } }).driverError?.constraint === 'event_store_stream_version'
      ) {
        throw new StreamConflict('the stream has moved on');
      }
      throw error;
    }
  }

  /** One event by its id, personal fields opened. */
  async find(eventId: string): Promise<StoredEvent | undefined> {
    const [row] = await this.units.query<Row>(FIND, [eventId]);
    return row && this.opened(row);
  }

  /** Several events by their ids, in no order, personal fields opened. */
  async findAll(eventIds: readonly string[]): Promise<StoredEvent[]> {
    const rows = await this.units.query<Row>(`SELECT ${COLUMNS} FROM event_store WHERE event_id = ANY($1::uuid[])`, [
      eventIds,
    ]);
    return Promise.all(rows.map((row) => this.opened(row)));
  }

  /** The histories of several aggregates of one kind, by their ids. */
  async histories(aggregateType: string, aggregateIds: readonly number[]): Promise<Map<number, StoredEvent[]>> {
    const rows = await this.units.query<Row>(
      `SELECT ${COLUMNS} FROM event_store WHERE aggregate_type = $1 AND aggregate_id = ANY($2::text[]) ORDER BY aggregate_id, version`,
      [aggregateType, aggregateIds.map(String)],
    );
    const events = await Promise.all(rows.map((row) => this.opened(row)));
    return Map.groupBy(events, ({ aggregate_id }) => Number(aggregate_id));
  }

  /** One aggregate's history in order, from its first event on. */
  async history(aggregateType: string, aggregateId: number): Promise<StoredEvent[]> {
    const rows = await this.units.query<Row>(
      `SELECT ${COLUMNS} FROM event_store WHERE aggregate_type = $1 AND aggregate_id = $2 ORDER BY version`,
      [aggregateType, String(aggregateId)],
    );
    return Promise.all(rows.map((row) => this.opened(row)));
  }

  /**
   * An aggregate as it was known at the end of a day in the company's time zone.
   * @throws not_found before its first event, validation_failed for a day that has not come
   */
  async asOf<State extends AggregateState, Event extends DomainEvent>(
    aggregateType: string,
    fold: Fold<State, Event>,
    aggregateId: number,
    day: IsoDate,
  ): Promise<State> {
    const { today } = await this.clock.now();
    if (day > today) throw invalidField('as_of', 'as_of_in_future', `as_of must not be after today, ${today}`);
    const history = await this.history(aggregateType, aggregateId);
    const known = history.filter(({ occurred_at }) => dateIn(occurred_at, this.config.COMPANY_TIME_ZONE) <= day);
    const state = foldHistory(fold, aggregateId, known);
    if (!state) throw notFound(`${aggregateType} on that day`);
    return state;
  }

  /** The hashes of the events that these follow in their streams. */
  private async headsBefore(events: readonly RecordedEvent[]): Promise<Map<string, string>> {
    const firsts = [...new Map([...events].reverse().map((event) => [streamOf(event), event])).values()].filter(
      ({ version }) => version > 1,
    );
    if (firsts.length === 0) return new Map();
    const heads = await this.units.query<{ aggregate_type: string; aggregate_id: string; hash: string }>(HEADS, [
      firsts.map(({ aggregate_type }) => aggregate_type),
      firsts.map(({ aggregate_id }) => aggregate_id),
      firsts.map(({ version }) => version - 1),
    ]);
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
    if (!sealed) return this.upcasters.lift(row);
    const secret = (await this.personalData.open(sealed)) as { data: object; ip: string | null } | null;
    return this.upcasters.lift({
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
