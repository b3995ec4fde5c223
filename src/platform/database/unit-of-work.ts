import { Inject, Injectable, Logger } from '@nestjs/common';
import { Propagation, TransactionHost } from '@nestjs-cls/transactional';
import { type TransactionalAdapterTypeOrm } from '@nestjs-cls/transactional-adapter-typeorm';
import { ClsService } from 'nestjs-cls';
import { type EntityManager, QueryFailedError } from 'typeorm';
import { CONFIG, type Config, isPooled } from '../config/config.js';
import { Semaphore } from '../semaphore.js';
import { LIMITS } from './data-source.js';

/** The next event's version was taken by somebody else: the unit of work reruns on fresh state. */
export class StreamConflict extends Error {}

const MOST_RUNS = 4;
/** Connections left to statements outside a transaction, which a crowd of transactions must not keep waiting. */
const LEFT_FREE = 2;
/** serialization_failure, deadlock_detected, lock_not_available: nothing wrong with the work, only with its timing. */
const WORTH_A_RERUN = new Set(['40001', '40P01', '55P03']);

/** For this transaction alone: behind a pooler the next one of the same session is somebody else's. */
const SET_LIMITS = `SELECT ${Object.entries(LIMITS)
  .map(([name, ms]) => `set_config('${name}', '${ms}', true)`)
  .join(', ')}`;

interface Unit {
  memo: Map<string, Promise<unknown>>;
  afterCommit: Map<string, () => void>;
}

/**
 * One business transaction. Whatever runs inside shares it, through `manager`; a conflict with somebody
 * else's transaction reruns the whole work, at most three times.
 */
@Injectable()
export class UnitOfWork {
  private readonly logger = new Logger('UnitOfWork');
  /** A crowd waits here for its turn, since the pool gives up on who waits for a connection too long. */
  private readonly places: Semaphore;
  private readonly pooled: boolean;

  constructor(
    private readonly host: TransactionHost<TransactionalAdapterTypeOrm>,
    private readonly cls: ClsService,
    @Inject(CONFIG) config: Config,
  ) {
    this.pooled = isPooled(config);
    this.places = new Semaphore(config.DATABASE_POOL_SIZE > LEFT_FREE ? config.DATABASE_POOL_SIZE - LEFT_FREE : 1);
  }

  /** The manager of the running transaction, or of the pool where none runs. */
  get manager(): EntityManager {
    return this.host.tx;
  }

  /** Whether a transaction runs here. */
  get active(): boolean {
    return this.host.isTransactionActive();
  }

  /** Runs parametrised SQL in the running transaction (or on the pool) and returns its rows. */
  query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.manager.query<Row[]>(sql, parameters);
  }

  /**
   * Runs `work` in one transaction: begins one, or joins the one that runs. `work` may run again, so it
   * must not have effects outside the database.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.host.isTransactionActive()) return work();
    for (let attempt = 1; ; attempt += 1) {
      const unit: Unit = { memo: new Map(), afterCommit: new Map() };
      try {
        const result = await this.places.run(() =>
          this.inContext(unit, () => this.host.withTransaction(this.limited(work))),
        );
        for (const hook of unit.afterCommit.values()) hook();
        return result;
      } catch (error) {
        if (attempt >= MOST_RUNS || !isConflict(error)) throw error;
        this.logger.debug(`conflict, run ${attempt + 1} of the unit of work: ${(error as Error).message}`);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
      }
    }
  }

  /** Runs `work` so that its failure leaves the surrounding transaction usable (a savepoint). */
  attempt<T>(work: () => Promise<T>): Promise<T> {
    return this.host.isTransactionActive() ? this.host.withTransaction(Propagation.Nested, work) : this.run(work);
  }

  /** Once per name, after the commit of the running transaction: for hints that may get lost. */
  afterCommit(name: string, hook: () => void): void {
    const unit = this.unit;
    if (unit) unit.afterCommit.set(name, hook);
    else hook();
  }

  /** Computes a value once per transaction. */
  async once<T>(name: string, compute: () => Promise<T>): Promise<T> {
    const unit = this.unit;
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

  private limited<T>(work: () => Promise<T>): () => Promise<T> {
    return this.pooled ? () => this.query(SET_LIMITS).then(work) : work;
  }

  private get unit(): Unit | undefined {
    return this.cls.isActive() && this.host.isTransactionActive() ? this.cls.get<Unit>('unit') : undefined;
  }

  private inContext<T>(unit: Unit, work: () => Promise<T>): Promise<T> {
    return this.cls.run({ ifNested: 'inherit' }, () => {
      this.cls.set('unit', unit);
      return work();
    });
  }
}

function isConflict(error: unknown): boolean {
  if (error instanceof StreamConflict) return true;
  return error instanceof QueryFailedError && WORTH_A_RERUN.has(String((error.driverError as { code?: string }).code));
}
