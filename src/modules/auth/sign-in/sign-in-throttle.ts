import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { join, sql, type Sql } from '../../../platform/database/sql.js';
import { insertRow, set } from '../../../platform/database/statements.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { networkOf } from '../../../platform/http/edge/network-of.js';
import { Semaphore } from '../../../platform/semaphore.js';
import { ADDRESS_BUCKET, SIGN_IN_DELAY } from './sign-in-throttle.table.js';

/** Mistakes that cost nothing; the next ones cost 1, 2, 4 … 300 s. */
const FREE_MISTAKES = { pair: 3, account: 10 };
const LONGEST_DELAY_SECONDS = 300;
/** Mistakes are forgotten after so long without any. */
const MEMORY_DAYS = 1;
/** Of mistakes from one address, whatever the names: so many at once, then one every ten seconds. */
const BUCKET = { places: 100, secondsEach: 10 };
/** In what a statement outside a transaction returns: a crash of the database may forget it, so its commit waits for no disk. */
const FORGETTABLE = sql`set_config('synchronous_commit', 'off', true)`;
const NOW = sql`clock_timestamp()`;

interface Keys {
  pair: Buffer;
  account: Buffer;
  address: Buffer;
}

/**
 * Slows guessing down without ever locking the owner out: a delay per account and address, a delay per account that
 * counts only for addresses from which it never signed in, and a bucket per address. Unknown names are treated the
 * same. Kept in PostgreSQL under keyed hashes, so that no name or address can be read there; real time.
 */
@Injectable()
export class SignInThrottle {
  private readonly lines = new Map<string, { line: Semaphore; users: number }>();
  private readonly secret: Buffer;

  constructor(
    private readonly units: UnitOfWork,
    @Inject(CONFIG) config: Config,
  ) {
    this.secret = createHmac('sha256', config.DATA_KEY).update('sign-in throttle').digest();
  }

  /**
   * Runs one try to prove who somebody is. Tries on one account follow one another, so that many at once are no way
   * around the delay. `attempt` answers undefined for a failure, which counts; a throw counts as neither.
   * @throws too_many_requests with `retry_after` in seconds
   */
  async guard<T>(account: string, ip: string, attempt: () => Promise<T | undefined>): Promise<T | undefined> {
    const name = account.toLowerCase();
    const keys = {
      pair: this.key('pair', name, networkOf(ip)),
      account: this.key('account', name),
      address: this.key('address', networkOf(ip)),
    };
    return this.inLine(name, async () => {
      await this.mustBeFree(keys);
      await this.take(keys.address);
      let result: T | undefined;
      let failed = false;
      try {
        result = await attempt();
        failed = result === undefined;
      } finally {
        if (!failed) await this.giveBack(keys.address);
      }
      if (failed) await this.noteFailure(keys);
      return result;
    });
  }

  /** A complete sign-in: the address is known to be the owner's from now on. */
  async noteSuccess(account: string, ip: string): Promise<void> {
    const key = this.key('pair', account.toLowerCase(), networkOf(ip));
    const innocent = { failures: 0, free_at: NOW, last_at: NOW, known: true };
    await this.units.query(sql`
      ${insertRow(SIGN_IN_DELAY, { key, ...innocent })}
      ON CONFLICT (${SIGN_IN_DELAY.key.bare}) DO UPDATE SET ${set(SIGN_IN_DELAY, innocent)}`);
  }

  /** After a password was set anew, what was guessed before is worth nothing. */
  async forgive(account: string): Promise<void> {
    const key = this.key('account', account.toLowerCase());
    await this.units.query(sql`DELETE FROM ${SIGN_IN_DELAY} WHERE ${SIGN_IN_DELAY.key} = ${key}`);
  }

  private async mustBeFree({ pair, account }: Keys): Promise<void> {
    const { key, free_at } = SIGN_IN_DELAY;
    const [delay] = await this.units.query<{ seconds: number | null }>(sql`
      SELECT ceil(extract(epoch FROM max(${free_at}) - clock_timestamp()))::int AS seconds FROM ${SIGN_IN_DELAY}
      WHERE ${free_at} > clock_timestamp() AND (${key} = ${pair} OR (${key} = ${account} AND NOT ${isKnown(pair)}))`);
    if (delay?.seconds) throw tooMany(delay.seconds);
  }

  /** Takes a place in the address's bucket, which leaks one every ten seconds. */
  private async take(address: Buffer): Promise<void> {
    const { key, level, updated_at } = ADDRESS_BUCKET;
    const gone = sql`extract(epoch FROM clock_timestamp() - ${updated_at}) / ${BUCKET.secondsEach}::int`;
    const filled = sql`greatest(0, ${level} - ${gone}) + 1`;
    const taken = await this.units.execute(sql`
      ${insertRow(ADDRESS_BUCKET, { key: address, level: 1, updated_at: NOW })}
      ON CONFLICT (${key.bare}) DO UPDATE SET ${set(ADDRESS_BUCKET, { level: filled, updated_at: NOW })}
        WHERE ${filled} <= ${BUCKET.places}::int
      RETURNING ${FORGETTABLE}`);
    if (taken === 0) throw tooMany(BUCKET.secondsEach);
  }

  private async giveBack(address: Buffer): Promise<void> {
    const { key, level } = ADDRESS_BUCKET;
    await this.units.query(sql`
      UPDATE ${ADDRESS_BUCKET} SET ${set(ADDRESS_BUCKET, { level: sql`greatest(0, ${level} - 1)` })}
      WHERE ${key} = ${address} RETURNING ${FORGETTABLE}`);
  }

  /** Mistakes from a known address do not count against the account as a whole. */
  private async noteFailure({ pair, account }: Keys): Promise<void> {
    const { key, failures, free_at, last_at, known } = SIGN_IN_DELAY;
    const forgotten = sql`${last_at} < clock_timestamp() - make_interval(days => ${MEMORY_DAYS})`;
    const count = sql`CASE WHEN ${forgotten} THEN 1 ELSE ${failures} + 1 END`;
    const free = sql`CASE WHEN ${key} = ${pair} THEN ${FREE_MISTAKES.pair}::int ELSE ${FREE_MISTAKES.account}::int END`;
    const beyond = sql`(${count} - ${free})`;
    const delay = sql`make_interval(secs =>
      CASE WHEN ${beyond} < 0 THEN 0 ELSE least(${LONGEST_DELAY_SECONDS}, power(2, least(${beyond}, 10))) END)`;
    await this.units.query(sql`
      INSERT INTO ${SIGN_IN_DELAY} (${join([key, failures, free_at, last_at, known].map(({ bare }) => bare))})
      SELECT mistaken.key, 1, clock_timestamp(), clock_timestamp(), false
      FROM (VALUES (${pair}::bytea), (${account})) AS mistaken (key)
      WHERE mistaken.key = ${pair} OR NOT ${isKnown(pair)}
      ORDER BY mistaken.key
      ON CONFLICT (${key.bare}) DO UPDATE
        SET ${set(SIGN_IN_DELAY, { failures: count, last_at: NOW, free_at: sql`clock_timestamp() + ${delay}` })}`);
  }

  private async inLine<T>(name: string, work: () => Promise<T>): Promise<T> {
    const entry = this.lines.get(name) ?? { line: new Semaphore(1), users: 0 };
    this.lines.set(name, entry);
    entry.users += 1;
    try {
      return await entry.line.run(work);
    } finally {
      entry.users -= 1;
      if (entry.users === 0) this.lines.delete(name);
    }
  }

  private key(...parts: string[]): Buffer {
    return createHmac('sha256', this.secret).update(JSON.stringify(parts)).digest();
  }
}

/** The condition under which the owner of an account has signed in from an address before. */
function isKnown(pair: Buffer): Sql {
  const own = SIGN_IN_DELAY.as('own');
  return sql`EXISTS (SELECT FROM ${own} WHERE ${own.key} = ${pair} AND ${own.known})`;
}

function tooMany(seconds: number): DomainError {
  return new DomainError('too_many_requests', `Too many failed tries; try again in ${seconds} s.`, {
    retry_after: seconds,
  });
}
