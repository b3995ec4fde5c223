import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import { sqlStateOf } from '../database/database-error.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { PersonalData, type SealedBox } from '../event-store/personal-data.js';

const DAYS_KEPT = 30;
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

/** What is known of a key. */
export interface KnownKey {
  fingerprint: Buffer;
  /** Without an answer: how far the request came. */
  effect: object | null;
  status: number | null;
  answer: KeptAnswer | null;
}

/** Somebody else has taken the key in between; what they did is to be read anew. */
export class KeyTaken extends Error {}

/** The table of keys. A row that can be seen has committed with the effect that it stands for. */
@Injectable()
export class IdempotencyKeys {
  constructor(
    private readonly units: UnitOfWork,
    private readonly personalData: PersonalData,
  ) {}

  async find({ userId, route, key }: KeyedRequest): Promise<KnownKey | undefined> {
    const [row] = await this.units.queryText<Omit<KnownKey, 'answer'> & { answer: SealedBox | null }>(
      `SELECT fingerprint, effect, status, answer FROM idempotency_key
       WHERE user_id = $1 AND route = $2 AND key = $3 AND created_at > now() - make_interval(days => $4)`,
      [userId, route, key, DAYS_KEPT],
    );
    return row && { ...row, answer: row.answer && ((await this.personalData.open(row.answer)) as KeptAnswer | null) };
  }

  /**
   * Takes the key in the running transaction; a twin waits here until that ends.
   * @throws KeyTaken by a twin that has committed · request_in_progress while one runs longer than a lock may wait
   */
  async claim({ userId, route, key, fingerprint }: KeyedRequest): Promise<void> {
    try {
      const taken = await this.units.queryText(
        `INSERT INTO idempotency_key AS old (user_id, route, key, fingerprint) VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id, route, key) DO UPDATE
           SET fingerprint = excluded.fingerprint, effect = NULL, status = NULL, answer = NULL, created_at = now()
           WHERE old.created_at <= now() - make_interval(days => $5)
         RETURNING 1`,
        [userId, route, key, fingerprint, DAYS_KEPT],
      );
      if (taken.length === 0) throw new KeyTaken();
    } catch (error) {
      // Not worth a rerun like other lock waits: the twin is still at it.
      if (sqlStateOf(error) === LOCK_NOT_AVAILABLE) throw inProgress();
      throw error;
    }
  }

  /** Keeps what the request has done so far, in the transaction that does it. */
  async keepEffect({ userId, route, key }: KeyedRequest, effect: object): Promise<void> {
    await this.units.queryText(
      'UPDATE idempotency_key SET effect = $4 WHERE user_id = $1 AND route = $2 AND key = $3',
      [userId, route, key, JSON.stringify(effect)],
    );
  }

  /** Keeps the answer. @throws KeyTaken where there is one already: that is the first answer then */
  async keepAnswer({ userId, route, key }: KeyedRequest, status: number, answer: KeptAnswer): Promise<void> {
    const sealed = await this.personalData.seal(`user:${userId}`, answer);
    const [kept] = await this.units.queryText(
      `WITH kept AS (
         UPDATE idempotency_key SET status = $4, answer = $5
         WHERE user_id = $1 AND route = $2 AND key = $3 AND status IS NULL RETURNING 1)
       SELECT 1 FROM kept`,
      [userId, route, key, status, JSON.stringify(sealed)],
    );
    if (!kept) throw new KeyTaken();
  }

  /** Forgets keys past their 30 days. */
  async purge(): Promise<void> {
    await this.units.queryText('DELETE FROM idempotency_key WHERE created_at <= now() - make_interval(days => $1)', [
      DAYS_KEPT,
    ]);
  }
}

/** The same request is still at work (409). */
export function inProgress(): DomainError {
  return new DomainError(
    'request_in_progress',
    'The first request with this Idempotency-Key is still running. Send it again in a moment.',
  );
}
