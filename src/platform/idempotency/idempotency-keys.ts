import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import { sqlStateOf } from '../database/database-error.js';
import { sql, type Sql } from '../database/sql.js';
import { columnsOf, having, set } from '../database/statements.js';
import { type RowOf } from '../database/table.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { PersonalData } from '../event-store/personal-data.js';
import { IDEMPOTENCY_KEY } from './idempotency-key.table.js';

const { created_at } = IDEMPOTENCY_KEY;
const KNOWN = ['fingerprint', 'effect', 'status', 'answer'] as const;
/** Past their 30 days keys are as good as forgotten. */
const FORGOTTEN = sql`${created_at} <= now() - interval '30 days'`;
const LOCK_NOT_AVAILABLE = '55P03';

/** One request as its key names it. */
export interface KeyedRequest {
  userId: number;
  /** Method and path with the names of its parameters: the same key on another route is another key. */
  route: string;
  key: string;
  /** SHA-256 over path, query and body. */
  fingerprint: Buffer;
}

/** What was answered: a body, or the refusal that came after something had been committed. */
export type KeptAnswer = { body: unknown } | { refusal: Pick<DomainError, 'code' | 'message' | 'extra' | 'errors'> };

type Row = Pick<RowOf<typeof IDEMPOTENCY_KEY>, (typeof KNOWN)[number]>;

/** What is known of a key; `effect` without an answer tells how far the request came. */
export type KnownKey = Omit<Row, 'answer'> & { answer: KeptAnswer | null };

/** Somebody else has taken the key in between; what they did is to be read anew. */
export class KeyTaken extends Error {}

/** The table of keys. A row that can be seen has committed with the effect that it stands for. */
@Injectable()
export class IdempotencyKeys {
  constructor(
    private readonly units: UnitOfWork,
    private readonly personalData: PersonalData,
  ) {}

  async find(request: KeyedRequest): Promise<KnownKey | undefined> {
    const [row] = await this.units.query<Row>(sql`
      SELECT ${columnsOf(IDEMPOTENCY_KEY, ...KNOWN)} FROM ${IDEMPOTENCY_KEY} WHERE ${named(request)} AND NOT ${FORGOTTEN}`);
    return row && { ...row, answer: row.answer && ((await this.personalData.open(row.answer)) as KeptAnswer | null) };
  }

  /**
   * Takes the key in the running transaction; a twin waits here until that ends.
   * @throws KeyTaken by a twin that has committed · request_in_progress while one runs longer than a lock may wait
   */
  async claim({ userId, route, key, fingerprint }: KeyedRequest): Promise<void> {
    try {
      const taken = await this.units.execute(sql`
        INSERT INTO ${IDEMPOTENCY_KEY} (user_id, route, key, fingerprint)
        VALUES (${userId}, ${route}, ${key}, ${fingerprint})
        ON CONFLICT (user_id, route, key) DO UPDATE
          SET fingerprint = excluded.fingerprint, effect = NULL, status = NULL, answer = NULL, created_at = now()
          WHERE ${FORGOTTEN}`);
      if (taken === 0) throw new KeyTaken();
    } catch (error) {
      // Not worth a rerun like other lock waits: the twin is still at it.
      if (sqlStateOf(error) === LOCK_NOT_AVAILABLE) throw inProgress();
      throw error;
    }
  }

  /** Keeps what the request has done so far, in the transaction that does it. */
  async keepEffect(request: KeyedRequest, effect: object): Promise<void> {
    await this.units.query(
      sql`UPDATE ${IDEMPOTENCY_KEY} SET ${set(IDEMPOTENCY_KEY, { effect })} WHERE ${named(request)}`,
    );
  }

  /** Keeps the answer. @throws KeyTaken where there is one already: that is the first answer then */
  async keepAnswer(request: KeyedRequest, status: number, given: KeptAnswer): Promise<void> {
    const answer = await this.personalData.seal(`user:${request.userId}`, given);
    const kept = await this.units.execute(sql`
      UPDATE ${IDEMPOTENCY_KEY} SET ${set(IDEMPOTENCY_KEY, { status, answer })}
      WHERE ${named(request)} AND ${IDEMPOTENCY_KEY.status} IS NULL`);
    if (kept === 0) throw new KeyTaken();
  }

  /** Forgets keys past their 30 days. */
  async purge(): Promise<void> {
    await this.units.query(sql`DELETE FROM ${IDEMPOTENCY_KEY} WHERE ${FORGOTTEN}`);
  }
}

function named({ userId, route, key }: KeyedRequest): Sql {
  return having(IDEMPOTENCY_KEY, { user_id: userId, route, key });
}

/** The same request is still at work (409). */
export function inProgress(): DomainError {
  return new DomainError(
    'request_in_progress',
    'The first request with this Idempotency-Key is still running. Send it again in a moment.',
  );
}
