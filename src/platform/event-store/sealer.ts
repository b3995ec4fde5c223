import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { sql } from '../database/sql.js';
import { columnsOf } from '../database/statements.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { EVENT_STORE } from './event-store.table.js';
import { type Block, blockCode, leafOf, macOf, merkleRoot, type SealedPlace } from './seal.js';
import { EVENT_BLOCK, EVENT_SEQUENCE, EVENT_UNSEALED } from './seal.table.js';
import { DATABASE_IDENTITY, readHeads, type SealHead, writeHead } from './seal-head.js';

const PAUSE_MS = 1000;
const COMPLAIN_MS = 60_000;
const MOST_IN_BLOCK = 5000;

/**
 * Seals committed events into blocks, once a second. Any number of workers run one: an advisory lock lets one at a
 * time work, the block's number lets only one write it. What to seal comes from a list that the storing transaction
 * itself writes to, so a transaction that commits late is in a later block and never left out.
 */
@Injectable()
export class Sealer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Sealer');
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();
  private complained = -Infinity;
  private database: string | undefined;

  constructor(
    private readonly units: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.loop = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  /**
   * Seals everything that is due; answers how many events that was, 0 where another worker is at it.
   * @throws if blocks that were sealed are missing from the database
   */
  async sealDue(): Promise<number> {
    let sealed = 0;
    for (let size = MOST_IN_BLOCK; size === MOST_IN_BLOCK && !this.stopping.signal.aborted; sealed += size) {
      const block = await this.sealBlock();
      size = block?.size ?? 0;
      if (block) await this.keep(block.head);
    }
    return sealed;
  }

  /** Only what is committed may be named outside. By then another worker may have sealed on, so one at a time writes. */
  private async keep(head: SealHead): Promise<void> {
    const identity = await this.identity();
    await this.units.run(async () => {
      await this.units.query(sql`SELECT pg_advisory_xact_lock(hashtext('event seal head'))`);
      await writeHead(this.config.DATA_DIR, identity, head);
    });
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.sealDue();
      } catch (error) {
        this.complain(error as Error);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, PAUSE_MS);
        signal.addEventListener('abort', done, { once: true });
        function done(): void {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          resolve();
        }
      });
    }
  }

  /** A database that is away is everybody's complaint; ours comes once a minute at most. */
  private complain(error: Error): void {
    if (performance.now() - this.complained < COMPLAIN_MS) return;
    this.complained = performance.now();
    this.logger.error(`events are not being sealed: ${error.message}`);
  }

  private async sealBlock(): Promise<{ size: number; head: SealHead } | undefined> {
    const [waiting] = await this.units.query(sql`SELECT 1 FROM ${EVENT_UNSEALED} LIMIT 1`);
    if (!waiting) return undefined;
    const head = (await readHeads(this.config.DATA_DIR))[await this.identity()];
    return this.units.run(async () => {
      const [{ mine }] = (await this.units.query<{ mine: boolean }>(
        sql`SELECT pg_try_advisory_xact_lock(hashtext('event sealer')) AS mine`,
      )) as [{ mine: boolean }];
      if (!mine) return undefined;
      const [last] = await this.units.query<{ number: number; last_sequence: number; hmac: string }>(sql`
        SELECT ${columnsOf(EVENT_BLOCK, 'number', 'last_sequence')}, encode(${EVENT_BLOCK.hmac}, 'hex') AS hmac
        FROM ${EVENT_BLOCK} ORDER BY ${EVENT_BLOCK.number} DESC LIMIT 1`);
      if (head) await this.mustStillStand(head, last?.number ?? 0);
      const places = await this.claim(last?.last_sequence ?? 0);
      if (places.length === 0) return undefined;
      return { size: places.length, head: await this.write(places, (last?.number ?? 0) + 1, last?.hmac ?? '') };
    });
  }

  /** A head that the database no longer has means that sealed events were taken away; sealing on would cover that up. */
  private async mustStillStand(head: SealHead, lastNumber: number): Promise<void> {
    const [block] = await this.units.query<{ hmac: string }>(sql`
      SELECT encode(${EVENT_BLOCK.hmac}, 'hex') AS hmac FROM ${EVENT_BLOCK} WHERE ${EVENT_BLOCK.number} = ${head.number}`);
    if (block?.hmac === head.hmac) return;
    throw new Error(
      `block ${head.number}, sealed ${head.sealed_at}, is not in the database, whose last is ${lastNumber}. Run events:verify; ` +
        `where the database was put back from a backup on purpose, move ${this.config.DATA_DIR}/seal.head away`,
    );
  }

  private async claim(after: number): Promise<SealedPlace[]> {
    const { id, event_id, hash, recorded_at } = EVENT_STORE;
    const { id: unsealed } = EVENT_UNSEALED;
    const events = await this.units.query<Omit<SealedPlace, 'sequence'>>(sql`
      WITH claimed AS (
        DELETE FROM ${EVENT_UNSEALED} WHERE ${unsealed} IN (
          SELECT ${unsealed} FROM ${EVENT_UNSEALED} ORDER BY ${unsealed} LIMIT ${MOST_IN_BLOCK})
        RETURNING ${unsealed})
      SELECT ${id}, ${event_id}, encode(${hash}, 'hex') AS hash,
        (extract(epoch FROM ${recorded_at}) * 1000000)::bigint::text AS recorded_at
      FROM claimed JOIN ${EVENT_STORE} ON ${id} = claimed.id ORDER BY ${id}`);
    return events.map((event, index) => ({ ...event, sequence: after + index + 1 }));
  }

  private async write(places: readonly SealedPlace[], number: number, previous: string): Promise<SealHead> {
    const leaves = places.map(leafOf);
    await this.units.query(sql`
      INSERT INTO ${EVENT_SEQUENCE} (sequence, event_id, mac)
      SELECT sequence, event_id, decode(mac, 'hex') FROM unnest(
        ${places.map(({ sequence }) => sequence)}::bigint[], ${places.map(({ event_id }) => event_id)}::uuid[],
        ${leaves.map((leaf) => macOf(this.config.SEAL_KEY, leaf).toString('hex'))}::text[]) AS place(sequence, event_id, mac)`);
    const [{ now }] = (await this.units.query<{ now: string }>(
      sql`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`,
    )) as [{ now: string }];
    const block: Block = {
      number,
      first_sequence: places[0]!.sequence,
      last_sequence: places.at(-1)!.sequence,
      merkle_root: merkleRoot(leaves).toString('hex'),
      previous,
      sealed_at: now,
    };
    const hmac = blockCode(this.config.SEAL_KEY, block).toString('hex');
    await this.units.query(sql`
      INSERT INTO ${EVENT_BLOCK} (number, first_sequence, last_sequence, merkle_root, previous, hmac, sealed_at)
      VALUES (${number}, ${block.first_sequence}, ${block.last_sequence}, decode(${block.merkle_root}, 'hex'),
        decode(${previous}, 'hex'), decode(${hmac}, 'hex'), ${now})`);
    return { number, last_sequence: block.last_sequence, hmac, sealed_at: now };
  }

  private async identity(): Promise<string> {
    this.database ??= (await this.units.query<{ identity: string }>(DATABASE_IDENTITY))[0]!.identity;
    return this.database;
  }
}
