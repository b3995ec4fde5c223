import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { CONFIG, type Config, isPooled } from '../config/config.js';
import { DATABASE_IDENTITY } from '../event-store/seal-head.js';
import { LIMITS } from './data-source.js';
import { bound, sql, type Sql } from './sql.js';
import { type Reader, UnitOfWork } from './unit-of-work.js';

const CATCH_UP_MS = 100;
const LOOK_AGAIN_MS = 5;
const REST_MS = 5_000;
const ANSWER_MS = 1_000;
/** What the primary would say as well, so that asking it again is no use: data, syntax, rights, a statement too slow. */
const SAME_ANYWHERE = /^(22|23|42|57014)/;

/**
 * The replica named by `DATABASE_REPLICA_URL`, for lists, reports and the dashboard; never for a decision. It is read only
 * once it has replayed all that the primary had written when the question came, so that nobody, on whichever process,
 * misses what was done before they asked. A replica that is late, away or no replica is passed over for the primary.
 */
@Injectable()
export class Replica implements OnApplicationShutdown {
  private readonly logger = new Logger('Replica');
  private readonly pool: pg.Pool | undefined;
  private restsUntil = 0;
  private isAway = false;
  private isOurs = false;

  constructor(
    private readonly units: UnitOfWork,
    @Inject(CONFIG) config: Config,
  ) {
    if (!config.DATABASE_REPLICA_URL) return;
    this.pool = new pg.Pool({
      connectionString: config.DATABASE_REPLICA_URL,
      max: config.DATABASE_POOL_SIZE,
      application_name: 'crm-reader',
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      // A server that swallows everything is noticed as well.
      query_timeout: LIMITS.statement_timeout + ANSWER_MS,
      ...(isPooled(config) ? {} : LIMITS),
    });
    this.pool.on('error', () => {});
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.end();
  }

  /** For the queries of one list or report. Inside a transaction, which decides something, it is that transaction. */
  async reader(): Promise<Reader> {
    const { pool } = this;
    if (!pool || this.units.active || performance.now() < this.restsUntil) return this.units;
    // On a primary without synchronous_commit a commit may be answered before it is in here.
    const [{ written }] = (await this.units.query<{ written: string }>(
      sql`SELECT pg_current_wal_flush_lsn() AS written`,
    )) as [{ written: string }];
    try {
      this.isOurs ||= await this.isReplica(pool);
      if (!(await this.catchesUp(pool, written))) return this.units;
    } catch (error) {
      this.goAway(error as Error);
      return this.units;
    }
    this.comeBack();
    return { query: (statement) => this.read(pool, statement) };
  }

  /** A server that follows another primary, or none any more, must never answer for ours. */
  private async isReplica(pool: pg.Pool): Promise<boolean> {
    const [ours] = await this.units.query<{ identity: string }>(DATABASE_IDENTITY);
    const {
      rows: [theirs],
    } = await pool.query<{ identity: string }>(bound(DATABASE_IDENTITY));
    if (theirs!.identity !== ours!.identity) throw new Error('DATABASE_REPLICA_URL names another database');
    return true;
  }

  private async catchesUp(pool: pg.Pool, written: string): Promise<boolean> {
    const until = performance.now() + CATCH_UP_MS;
    do {
      const {
        rows: [state],
      } = await pool.query<{ replica: boolean; knows: boolean | null }>({
        ...bound(sql`SELECT pg_is_in_recovery() AS replica, pg_last_wal_replay_lsn() >= ${written}::pg_lsn AS knows`),
        query_timeout: ANSWER_MS,
      } as pg.QueryConfig);
      if (!state!.replica) throw new Error('the server that DATABASE_REPLICA_URL names follows no primary');
      if (state!.knows) return true;
      await sleep(LOOK_AGAIN_MS);
    } while (performance.now() < until);
    return false;
  }

  /** A replica may go, or end a query that stands in its replay's way: then the primary answers. */
  private async read<Row extends object>(pool: pg.Pool, statement: Sql): Promise<Row[]> {
    try {
      return (await pool.query<Row>(bound(statement))).rows;
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== undefined && SAME_ANYWHERE.test(code)) throw error;
      if (code !== '40001') this.goAway(error as Error);
      return this.units.query<Row>(statement);
    }
  }

  private goAway(error: Error): void {
    this.restsUntil = performance.now() + REST_MS;
    if (!this.isAway) this.logger.warn(`lists are read from the primary, the replica cannot be used: ${error.message}`);
    this.isAway = true;
    this.isOurs = false;
  }

  private comeBack(): void {
    if (this.isAway) this.logger.log('lists are read from the replica again');
    this.isAway = false;
  }
}
