import { sql, type Sql } from '../database/sql.js';
import { type Reader } from '../database/unit-of-work.js';
import { hashOf } from './event-store.js';
import { blockCode, leafOf, macOf, merkleRoot } from './seal.js';
import { EVENT_BLOCK } from './seal.table.js';
import { type SealHead } from './seal-head.js';
import {
  type BlockRow,
  blocks,
  blocksAfter,
  type CheckedEvent,
  SequenceReader,
  type SequenceRow,
  unsealedEvents,
} from './verifier-rows.js';

/** What was done to an event, as far as can be told. */
export type FaultKind =
  | 'edited'
  | 'unchained'
  | 'replaced'
  | 'deleted'
  | 'removed'
  | 'block_forged'
  | 'block_removed'
  | 'truncated'
  | 'unsealed';

/** One thing that does not hold, and the event where that shows. */
export interface Fault {
  kind: FaultKind;
  /** Position in the gapless sequence; null for an event that has none. */
  sequence: number | null;
  event_id: string | null;
  /** `QuoteAccepted, version 3 of quote/17`; null where the event is gone. */
  event: string | null;
  detail: string;
}

export interface Verdict {
  ok: boolean;
  /** The first bad event in the order of the sequence. */
  first: Fault | null;
  /** At most 100 of them. */
  faults: Fault[];
  fault_count: number;
  events: number;
  blocks: number;
  from_sequence: number;
  to_sequence: number;
  /** Stored and waiting for the sealer. */
  waiting: number;
  head: SealHead | null;
}

export interface VerifyOptions {
  sealKey: string;
  /** Sequence numbers; blocks are checked whole. Without either the events outside the sequence are looked at too. */
  from?: number;
  to?: number;
  /** A head noted earlier: it must still stand, and only what came after it is checked. */
  since?: Pick<SealHead, 'number' | 'hmac'>;
  /** The head kept outside the database: it must still stand. */
  head?: SealHead;
  onProgress?: (done: number, of: number) => void;
}

const { number, first_sequence, last_sequence } = EVENT_BLOCK;

const MOST_FAULTS = 100;

/**
 * Checks the event store against its seals: each event's content against its hash, its hash against its stream, its
 * place against its code, each block against its root, its code and the block before, and the last block against heads
 * kept elsewhere. Reads page by page; run it in one snapshot for a verdict on one moment.
 */
export function verifyEvents(reader: Reader, options: VerifyOptions): Promise<Verdict> {
  return new Verification(reader, options).run();
}

class Verification {
  private readonly faults: Fault[] = [];
  private count = 0;
  private events = 0;
  private blocks = 0;
  private waiting = 0;

  constructor(
    private readonly reader: Reader,
    private readonly options: VerifyOptions,
  ) {}

  async run(): Promise<Verdict> {
    const { from = 1, to = Number.MAX_SAFE_INTEGER, since, head } = this.options;
    const last = await this.block(sql`true ORDER BY ${number} DESC`);
    let before = await this.block(sql`${last_sequence} < ${from} ORDER BY ${number} DESC`);
    if (since) before = await this.mustStand(since, 'the head given', last);
    const reader = new SequenceReader(this.reader, before?.last_sequence ?? 0);
    const begin = (before?.last_sequence ?? 0) + 1;
    // What is sealed from now on is for the next time: without a snapshot it might be seen in part.
    for await (const block of blocksAfter(this.reader, before?.number ?? 0, Math.min(to, last?.last_sequence ?? 0))) {
      await this.checkBlock(block, before, reader, last!);
      before = block;
      this.options.onProgress?.(this.events, Math.min(to, last!.last_sequence) - begin + 1);
    }
    if (to >= (last?.last_sequence ?? 0)) await this.nothingBeyond(reader);
    if (head) await this.mustStand(head, 'the head kept in seal.head', last);
    if (this.options.from === undefined && this.options.to === undefined) await this.checkUnsealed();
    this.faults.sort((a, b) => (a.sequence ?? Infinity) - (b.sequence ?? Infinity));
    return {
      ok: this.count === 0,
      first: this.faults[0] ?? null,
      faults: this.faults,
      fault_count: this.count,
      events: this.events,
      blocks: this.blocks,
      waiting: this.waiting,
      from_sequence: begin,
      to_sequence: before?.last_sequence ?? 0,
      head: last
        ? { number: last.number, last_sequence: last.last_sequence, hmac: last.hmac, sealed_at: last.sealed_at }
        : null,
    };
  }

  private async checkBlock(
    block: BlockRow,
    before: BlockRow | undefined,
    reader: SequenceReader,
    last: BlockRow,
  ): Promise<void> {
    this.blocks += 1;
    const due = (before?.last_sequence ?? 0) + 1;
    const named = await reader.peek();
    if (block.number !== (before?.number ?? 0) + 1 || block.first_sequence !== due) {
      this.fault(
        'block_removed',
        due,
        named,
        `block ${block.number} begins at ${block.first_sequence}, after block ${before?.number ?? 0} comes ${due}`,
      );
    }
    const faultsBefore = this.count;
    const leaves: Buffer[] = [];
    for (
      let sequence = block.first_sequence;
      sequence <= Math.min(block.last_sequence, last.last_sequence);
      sequence += 1
    ) {
      const leaf = this.checkPlace(sequence, await reader.take(sequence));
      if (leaf) leaves.push(leaf);
      this.events += 1;
    }
    // Where an event itself is bad, that names more than its block does.
    if (this.count > faultsBefore) return;
    const wrong = this.wrongWith(block, before, leaves);
    if (wrong) this.fault('block_forged', block.first_sequence, named, `block ${block.number}: ${wrong}`);
  }

  private wrongWith(block: BlockRow, before: BlockRow | undefined, leaves: readonly Buffer[]): string | undefined {
    if (blockCode(this.options.sealKey, block).toString('hex') !== block.hmac)
      return 'its code was not made with the key';
    if (merkleRoot(leaves).toString('hex') !== block.merkle_root) return 'its root is not that of its events';
    const follows = block.number !== (before?.number ?? 0) + 1 || block.previous === (before?.hmac ?? '');
    return follows ? undefined : 'it does not follow the block before';
  }

  /** Checks one number of the sequence; answers its leaf if there is an event. */
  private checkPlace(sequence: number, row: SequenceRow | undefined): Buffer | undefined {
    if (!row) {
      this.fault('removed', sequence, undefined, 'the sequence has no such number any more');
      return undefined;
    }
    const { event } = row;
    if (!event) {
      this.fault('deleted', sequence, row, 'the event is gone');
      return undefined;
    }
    const leaf = leafOf({ ...event, sequence });
    if (this.chainHolds(sequence, row) && macOf(this.options.sealKey, leaf).toString('hex') !== row.mac) {
      this.fault(
        'replaced',
        sequence,
        row,
        'its code was not made for this event in this place: its hash was computed anew, or it was moved',
      );
    }
    return leaf;
  }

  private chainHolds(sequence: number | null, row: { event_id: string; event: CheckedEvent | null }): boolean {
    const event = row.event!;
    if (hashOf(event.prev_hash, event) !== event.hash || event.finer !== 0) {
      this.fault('edited', sequence, row, 'its content is not what was hashed');
    } else if (event.version === 1 ? event.prev_hash !== '' : event.prev_hash !== event.hash_before) {
      this.fault(
        'unchained',
        sequence,
        row,
        event.hash_before
          ? 'it does not follow the event before it in its stream'
          : 'the event before it in its stream is gone',
      );
    } else {
      return true;
    }
    return false;
  }

  private async nothingBeyond(reader: SequenceReader): Promise<void> {
    const row = await reader.peek();
    // A place that came since the last block was looked up has come with a block of its own.
    if (row && !(await this.block(sql`${row.sequence} BETWEEN ${first_sequence} AND ${last_sequence}`)))
      this.fault('block_removed', row.sequence, row, 'no block holds this number of the sequence');
  }

  private async checkUnsealed(): Promise<void> {
    for await (const { waiting, ...event } of unsealedEvents(this.reader)) {
      const row = { event_id: event.event_id, event };
      if (waiting) this.waiting += 1;
      if (this.chainHolds(null, row) && !waiting)
        this.fault('unsealed', null, row, 'it was stored so that the sealer does not hear of it');
    }
  }

  private async mustStand(
    known: Pick<SealHead, 'number' | 'hmac'> & Partial<SealHead>,
    whose: string,
    last: BlockRow | undefined,
  ): Promise<BlockRow | undefined> {
    const block = await this.block(sql`${number} = ${known.number}`);
    if (block?.hmac === known.hmac) return block;
    const beyond = known.number > (last?.number ?? 0);
    const sequence = beyond ? (last?.last_sequence ?? 0) + 1 : (block?.last_sequence ?? null);
    this.fault(
      beyond ? 'truncated' : 'block_forged',
      sequence,
      undefined,
      `${whose} names block ${known.number}${known.last_sequence ? ` up to sequence ${known.last_sequence}` : ''}, which ${beyond ? 'is gone' : 'is another one now'}; the last block is ${last?.number ?? 'none'}`,
    );
    return undefined;
  }

  private async block(where: Sql): Promise<BlockRow | undefined> {
    return (await this.reader.query<BlockRow>(blocks(sql`${where} LIMIT 1`)))[0];
  }

  private fault(
    kind: FaultKind,
    sequence: number | null,
    row: { event_id: string; event: CheckedEvent | null } | undefined,
    detail: string,
  ): void {
    this.count += 1;
    if (this.faults.length >= MOST_FAULTS) return;
    const event = row?.event;
    this.faults.push({
      kind,
      sequence,
      detail,
      event_id: row?.event_id ?? null,
      event: event
        ? `${event.event_type}, version ${event.version} of ${event.aggregate_type}/${event.aggregate_id}`
        : null,
    });
  }
}
