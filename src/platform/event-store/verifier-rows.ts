import { type EventEnvelope } from '../../kernel/domain-event.js';
import { type Block } from './seal.js';

/** Runs SQL and answers its rows; parsed as `database/data-source.ts` sets up pg. */
export type RunSql = <Row>(sql: string, parameters: unknown[]) => Promise<Row[]>;

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

const EVENT = `e.id, e.event_id, e.event_type, e.aggregate_type, e.aggregate_id, e.version, e.data, e.metadata, e.schema_version,
  e.occurred_at, encode(e.prev_hash, 'hex') AS prev_hash, encode(e.hash, 'hex') AS hash,
  (extract(epoch FROM e.recorded_at) * 1000000)::bigint::text AS recorded_at,
  (extract(microseconds FROM e.occurred_at) % 1000)::int AS finer, encode(before.hash, 'hex') AS hash_before`;
const BEFORE = `LEFT JOIN event_store before ON before.aggregate_type = e.aggregate_type
  AND before.aggregate_id = e.aggregate_id AND before.version = e.version - 1`;

/** The sequence from a number on, page by page, with a look at the row that comes next. */
export class SequenceReader {
  private page: SequenceRow[] = [];
  private at = 0;
  private ended = false;

  /** `after`: the last number not to be read. */
  constructor(
    private readonly sql: RunSql,
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
    const rows = await this.sql<CheckedEvent & { sequence: number; sequence_event_id: string; mac: string }>(
      `SELECT s.sequence, s.event_id AS sequence_event_id, encode(s.mac, 'hex') AS mac, ${EVENT}
       FROM (SELECT * FROM event_sequence WHERE sequence > $1 ORDER BY sequence LIMIT ${PAGE}) AS s
       LEFT JOIN event_store e ON e.event_id = s.event_id ${BEFORE} ORDER BY s.sequence`,
      [this.after],
    );
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
export async function* blocksAfter(sql: RunSql, number: number, to: number): AsyncGenerator<BlockRow> {
  for (let after = number; ;) {
    const page = await sql<BlockRow>(
      `${BLOCKS} WHERE number > $1 AND first_sequence <= $2 ORDER BY number LIMIT ${PAGE}`,
      [after, to],
    );
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.number;
  }
}

export const BLOCKS = `SELECT number, first_sequence, last_sequence, encode(merkle_root, 'hex') AS merkle_root,
  encode(previous, 'hex') AS previous, encode(hmac, 'hex') AS hmac, sealed_at FROM event_block`;

/** The events that no number has been given to; `waiting` for the sealer, or kept from it. */
export async function* unsealedEvents(sql: RunSql): AsyncGenerator<CheckedEvent & { waiting: boolean }> {
  for (let after = 0; ;) {
    const page = await sql<CheckedEvent & { waiting: boolean }>(
      `SELECT ${EVENT}, e.waiting FROM (
         SELECT e.*, EXISTS (SELECT FROM event_unsealed u WHERE u.id = e.id) AS waiting FROM event_store e
         WHERE e.id > $1 AND NOT EXISTS (SELECT FROM event_sequence s WHERE s.event_id = e.event_id)
         ORDER BY e.id LIMIT ${PAGE}) AS e ${BEFORE} ORDER BY e.id`,
      [after],
    );
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}
