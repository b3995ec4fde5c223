import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type pg from 'pg';
import { type DataSource } from 'typeorm';
import { CONFIG, type Config, isPooled } from '../config/config.js';
import { Semaphore } from '../semaphore.js';
import { LIMITS, poolOf } from './data-source.js';
import { sqlStateOf } from './database-error.js';
import { planOf } from './prepared.js';
import { type Sql } from './sql.js';

/** The next event's version was taken by somebody else: the unit of work reruns on fresh state. */
export class StreamConflict extends Error {}

/** What reads rows: a unit of work, or a replica that knows as much. */
export interface Reader {
  query<Row extends object>(statement: Sql): Promise<Row[]>;
}

const MOST_RUNS = 4;
/** Connections left to statements outside a transaction, which a crowd of transactions must not keep waiting. */
const LEFT_FREE = 2;
/** serialization_failure, deadlock_detected, lock_not_available: nothing wrong with the work, only with its timing. */
const WORTH_A_RERUN = new Set(['40001', '40P01', '55P03']);

/** For this transaction alone: behind a pooler the next one of the same session is somebody else's. */
const SET_LIMITS = Object.entries(LIMITS).map(([name, ms]) => `SET LOCAL ${name} = ${ms};`);

interface Unit {
  client: pg.PoolClient;
  savepoints: number;
  memo: Map<string, Promise<unknown>>;
  afterCommit: Map<string, () => void>;
  /** Over: what was left running in it no longer belongs to it. */
  ended: boolean;
}

/**
 * One business transaction. Whatever runs inside shares it; a conflict with somebody else's transaction reruns the whole
 * work, at most three times.
 */
@Injectable()
export class UnitOfWork implements Reader {
  private readonly logger = new Logger('UnitOfWork');
  private readonly units = new AsyncLocalStorage<Unit>();
  /** The connections that transactions hold. */
  private readonly held = new Set<pg.PoolClient>();
  /** A crowd waits here for its turn, since the pool gives up on who waits for a connection too long. */
  private readonly places: Semaphore;
  private readonly pool: pg.Pool;
  private readonly begin: string;
  private readonly prepares: boolean;

  constructor(@InjectDataSource() dataSource: DataSource, @Inject(CONFIG) config: Config) {
    this.pool = poolOf(dataSource);
    this.endWithoutWaiting();
    this.begin = isPooled(config) ? `BEGIN; ${SET_LIMITS.join(' ')}` : 'BEGIN';
    this.prepares = config.DATABASE_PREPARED_STATEMENTS;
    this.places = new Semaphore(config.DATABASE_POOL_SIZE > LEFT_FREE ? config.DATABASE_POOL_SIZE - LEFT_FREE : 1);
  }

  /** How many connections there are, how many of them nobody uses, and how many statements wait for one. */
  get connections(): { total: number; idle: number; waiting: number } {
    const { totalCount: total, idleCount: idle, waitingCount: waiting } = this.pool;
    return { total, idle, waiting };
  }

  /** Whether a transaction runs here. */
  get active(): boolean {
    return this.unit !== undefined;
  }

  /** Runs a statement in the running transaction, or on its own where none runs; returns its rows. */
  async query<Row extends object>(statement: Sql): Promise<Row[]> {
    return (await this.send<Row>(statement)).rows;
  }

  /** Runs a statement for its effect; returns how many rows it wrote. */
  async execute(statement: Sql): Promise<number> {
    return (await this.send(statement)).rowCount ?? 0;
  }

  /** The same outside of any transaction, even where one runs: for what must stand whatever becomes of that. */
  async queryApart<Row extends object>(statement: Sql): Promise<Row[]> {
    return (await this.pool.query<Row>(planOf(statement, this.prepares))).rows;
  }

  /**
   * Runs `work` in one transaction: begins one, or joins the one that runs. `work` may run again, so it
   * must not have effects outside the database.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.active) return work();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.places.run(() => this.inTransaction(work));
      } catch (error) {
        if (attempt >= MOST_RUNS || !isConflict(error)) throw error;
        this.logger.debug(`conflict, run ${attempt + 1} of the unit of work: ${(error as Error).message}`);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
      }
    }
  }

  /** Runs `work` so that its failure leaves the surrounding transaction usable (a savepoint). */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    const { unit } = this;
    if (!unit) return this.run(work);
    const savepoint = `attempt_${(unit.savepoints += 1)}`;
    await unit.client.query(`SAVEPOINT ${savepoint}`);
    try {
      const result = await work();
      await unit.client.query(`RELEASE SAVEPOINT ${savepoint}`);
      return result;
    } catch (error) {
      await unit.client.query(`ROLLBACK TO SAVEPOINT ${savepoint}`);
      throw error;
    }
  }

  /** Once per name, after the commit of the running transaction: for hints that may get lost. */
  afterCommit(name: string, hook: () => void): void {
    if (this.unit) this.unit.afterCommit.set(name, hook);
    else hook();
  }

  /** Computes a value once per transaction. */
  async once<T>(name: string, compute: () => Promise<T>): Promise<T> {
    const { unit } = this;
    if (!unit) return compute();
    const known = unit.memo.get(name) as Promise<T> | undefined;
    if (known) return known;
    // The promise, not what it comes to: of two that ask at once, both get the same.
    const computing = compute();
    unit.memo.set(name, computing);
    return computing.catch((error: unknown) => {
      unit.memo.delete(name);
      throw error;
    });
  }

  private get unit(): Unit | undefined {
    const unit = this.units.getStore();
    return unit?.ended ? undefined : unit;
  }

  private send<Row extends object>(statement: Sql): Promise<pg.QueryResult<Row>> {
    return (this.unit?.client ?? this.pool).query<Row>(planOf(statement, this.prepares));
  }

  private release(client: pg.PoolClient, broken?: Error): void {
    if (!this.held.delete(client)) return;
    client.off('error', ignore);
    client.release(broken);
  }

  /**
   * A pool ends once all connections are back, and one that work without an end holds never is: what is left when the
   * application closes is cut off, and PostgreSQL takes its transaction back.
   */
  private endWithoutWaiting(): void {
    const end = this.pool.end.bind(this.pool) as (...given: unknown[]) => never;
    this.pool.end = (...given: unknown[]) => {
      for (const client of this.held) this.release(client, new Error('the application has closed'));
      return end(...given);
    };
  }

  private async inTransaction<T>(work: () => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    this.held.add(client);
    // A connection that is lost between two statements says so in the next one.
    client.on('error', ignore);
    const unit: Unit = { client, savepoints: 0, memo: new Map(), afterCommit: new Map(), ended: false };
    let broken: Error | undefined;
    let result: T;
    try {
      await client.query(this.begin);
      result = await this.units.run(unit, work);
      const { command } = await client.query('COMMIT');
      // A statement had failed and somebody went on: PostgreSQL has taken all of it back.
      if (command === 'ROLLBACK')
        throw new Error('A transaction went on after a failed statement, and was rolled back.');
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      unit.ended = true;
      this.release(client, broken);
    }
    for (const hook of unit.afterCommit.values()) hook();
    return result;
  }
}

function ignore(): void {}

function isConflict(error: unknown): boolean {
  return error instanceof StreamConflict || WORTH_A_RERUN.has(sqlStateOf(error) ?? '');
}
