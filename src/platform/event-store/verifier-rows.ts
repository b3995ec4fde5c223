import { type EventEnvelope } from '../../kernel/domain-event.js';
import { sql, type Sql } from '../database/sql.js';
import { columnsBut, columnsOf } from '../database/statements.js';
import { type Reader } from '../database/unit-of-work.js';
import { EVENT_STORE } from './event-store.table.js';
import { type Block } from './seal.js';
import { EVENT_BLOCK, EVENT_SEQUENCE, EVENT_UNSEALED } from './seal.table.js';

/** An event as it is stored, with what its place in the chain and in the seal can be checked by. Hashes are hex. */
export interface CheckedEvent extends EventEnvelope {
  id: number;
  prev_hash: string;
  hash: string;
  /** Microseconds since 1970, as text. */
  recorded_at: string;
  /** The hash of the event before it in its stream; null where that is missing. */
  hash_before: string | null;
  /** What `occurred_at` holds below a millisecond, which nothing of ours writes. */
  finer: number;
}

/** One number of the sequence, and what stands there; `event` is null where the store no longer has it. */
export interface SequenceRow {
  sequence: number;
  event_id: string;
  mac: string;
  event: CheckedEvent | null;
}

export type BlockRow = Block & { hmac: string };

const PAGE = 2000;

const before = EVENT_STORE.as('before');

/** What an event is checked by; it may be read from rows that only bear the name of the event store. */
const EVENT = sql`${columnsBut(EVENT_STORE, 'prev_hash', 'hash', 'recorded_at')},
  encode(${EVENT_STORE.prev_hash}, 'hex') AS prev_hash, encode(${EVENT_STORE.hash}, 'hex') AS hash,
  (extract(epoch FROM ${EVENT_STORE.recorded_at}) * 1000000)::bigint::text AS recorded_at,
  (extract(microseconds FROM ${EVENT_STORE.occurred_at}) % 1000)::int AS finer, encode(${before.hash}, 'hex') AS hash_before`;
const BEFORE = sql`LEFT JOIN ${before} ON ${before.aggregate_type} = ${EVENT_STORE.aggregate_type}
  AND ${before.aggregate_id} = ${EVENT_STORE.aggregate_id} AND ${before.version} = ${EVENT_STORE.version} - 1`;

/** The sequence from a number on, page by page, with a look at the row that comes next. */
export class SequenceReader {
  private page: SequenceRow[] = [];
  private at = 0;
  private ended = false;

  /** `after`: the last number not to be read. */
  constructor(
    private readonly reader: Reader,
    private after: number,
  ) {}

  /** The next row, left where it is; undefined at the end. */
  async peek(): Promise<SequenceRow | undefined> {
    if (this.at === this.page.length && !this.ended) await this.turn();
    return this.page[this.at];
  }

  /** Takes the row with this very number; what comes before it is passed over. */
  async take(sequence: number): Promise<SequenceRow | undefined> {
    let row = await this.peek();
    while (row && row.sequence < sequence) {
      this.at += 1;
      row = await this.peek();
    }
    if (row?.sequence !== sequence) return undefined;
    this.at += 1;
    return row;
  }

  private async turn(): Promise<void> {
    const { sequence, event_id, mac } = EVENT_SEQUENCE;
    const rows = await this.reader.query<
      CheckedEvent & { sequence: number; sequence_event_id: string; mac: string }
    >(sql`
      SELECT place.sequence, place.event_id AS sequence_event_id, encode(place.mac, 'hex') AS mac, ${EVENT}
      FROM (SELECT ${sequence}, ${event_id}, ${mac} FROM ${EVENT_SEQUENCE} WHERE ${sequence} > ${this.after}
        ORDER BY ${sequence} LIMIT ${PAGE}) AS place
      LEFT JOIN ${EVENT_STORE} ON ${EVENT_STORE.event_id} = place.event_id ${BEFORE} ORDER BY place.sequence`);
    this.page = rows.map(({ sequence, sequence_event_id, mac, ...event }) => ({
      sequence,
      event_id: sequence_event_id,
      mac,
      event: event.id === null ? null : event,
    }));
    this.at = 0;
    this.ended = rows.length < PAGE;
    this.after = rows.at(-1)?.sequence ?? this.after;
  }
}

/** The blocks after a number, in order, up to the one that holds the sequence number `to`. */
export async function* blocksAfter(reader: Reader, number: number, to: number): AsyncGenerator<BlockRow> {
  for (let after = number; ;) {
    const wanted = sql`${EVENT_BLOCK.number} > ${after} AND ${EVENT_BLOCK.first_sequence} <= ${to}`;
    const page = await reader.query<BlockRow>(blocks(sql`${wanted} ORDER BY ${EVENT_BLOCK.number} LIMIT ${PAGE}`));
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.number;
  }
}

/** Reads blocks; `where` is what follows WHERE. */
export function blocks(where: Sql): Sql {
  return sql`SELECT ${columnsOf(EVENT_BLOCK, 'number', 'first_sequence', 'last_sequence', 'sealed_at')},
    encode(${EVENT_BLOCK.merkle_root}, 'hex') AS merkle_root, encode(${EVENT_BLOCK.previous}, 'hex') AS previous,
    encode(${EVENT_BLOCK.hmac}, 'hex') AS hmac FROM ${EVENT_BLOCK} WHERE ${where}`;
}

/** The events that no number has been given to; `waiting` for the sealer, or kept from it. */
export async function* unsealedEvents(reader: Reader): AsyncGenerator<CheckedEvent & { waiting: boolean }> {
  for (let after = 0; ;) {
    const { id, event_id } = EVENT_STORE;
    const page = await reader.query<CheckedEvent & { waiting: boolean }>(sql`
      SELECT ${EVENT}, waiting FROM (
        SELECT ${EVENT_STORE.columns}, EXISTS (SELECT FROM ${EVENT_UNSEALED} WHERE ${EVENT_UNSEALED.id} = ${id}) AS waiting
        FROM ${EVENT_STORE} WHERE ${id} > ${after}
          AND NOT EXISTS (SELECT FROM ${EVENT_SEQUENCE} WHERE ${EVENT_SEQUENCE.event_id} = ${event_id})
        ORDER BY ${id} LIMIT ${PAGE}) AS ${EVENT_STORE} ${BEFORE} ORDER BY ${id}`);
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}
