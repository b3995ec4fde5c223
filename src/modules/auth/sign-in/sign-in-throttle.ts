import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { networkOf } from '../../../platform/http/edge/network-of.js';
import { Semaphore } from '../../../platform/semaphore.js';

/** Mistakes that cost nothing; the next ones cost 1, 2, 4 … 300 s. */
const FREE_MISTAKES = { pair: 3, account: 10 };
const LONGEST_DELAY_SECONDS = 300;
/** Mistakes are forgotten after a day without any. */
const MEMORY = `interval '1 day'`;
/** Of mistakes from one address, whatever the names: so many at once, then one every ten seconds. */
const BUCKET = { places: 100, secondsEach: 10 };
/** In what a statement outside a transaction returns: a crash of the database may forget it, so its commit waits for no disk. */
const FORGETTABLE = `set_config('synchronous_commit', 'off', true)`;

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
    await this.units.queryText(
      `INSERT INTO sign_in_delay (key, failures, free_at, last_at, known)
       VALUES ($1, 0, clock_timestamp(), clock_timestamp(), true)
       ON CONFLICT (key) DO UPDATE SET failures = 0, free_at = excluded.free_at, last_at = excluded.last_at, known = true`,
      [this.key('pair', account.toLowerCase(), networkOf(ip))],
    );
  }

  /** After a password was set anew, what was guessed before is worth nothing. */
  async forgive(account: string): Promise<void> {
    await this.units.queryText('DELETE FROM sign_in_delay WHERE key = $1', [
      this.key('account', account.toLowerCase()),
    ]);
  }

  private async mustBeFree({ pair, account }: Keys): Promise<void> {
    const [delay] = await this.units.queryText<{ seconds: number | null }>(
      `SELECT ceil(extract(epoch FROM max(free_at) - clock_timestamp()))::int AS seconds FROM sign_in_delay
       WHERE free_at > clock_timestamp() AND (key = $1
         OR (key = $2 AND NOT EXISTS (SELECT FROM sign_in_delay AS own WHERE own.key = $1 AND own.known)))`,
      [pair, account],
    );
    if (delay?.seconds) throw tooMany(delay.seconds);
  }

  /** Takes a place in the address's bucket, which leaks one every ten seconds. */
  private async take(address: Buffer): Promise<void> {
    const leaked = (level: string, since: string) =>
      `greatest(0, ${level} - extract(epoch FROM clock_timestamp() - ${since}) / ${BUCKET.secondsEach})`;
    const present = leaked('bucket.level', 'bucket.updated_at');
    const taken = await this.units.queryText(
      `INSERT INTO address_bucket AS bucket (key, level, updated_at) VALUES ($1, 1, clock_timestamp())
       ON CONFLICT (key) DO UPDATE SET level = ${present} + 1, updated_at = clock_timestamp()
         WHERE ${present} + 1 <= ${BUCKET.places}
       RETURNING ${FORGETTABLE}`,
      [address],
    );
    if (taken.length === 0) throw tooMany(BUCKET.secondsEach);
  }

  private async giveBack(address: Buffer): Promise<void> {
    await this.units.queryText(
      `UPDATE address_bucket SET level = greatest(0, level - 1) WHERE key = $1 RETURNING ${FORGETTABLE}`,
      [address],
    );
  }

  /** Mistakes from a known address do not count against the account as a whole. */
  private async noteFailure({ pair, account }: Keys): Promise<void> {
    const failures = `CASE WHEN present.last_at < clock_timestamp() - ${MEMORY} THEN 1 ELSE present.failures + 1 END`;
    const beyond = `${failures} - CASE WHEN present.key = $1 THEN $3 ELSE $4 END`;
    await this.units.queryText(
      `INSERT INTO sign_in_delay AS present (key, failures, free_at, last_at, known)
       SELECT key, 1, clock_timestamp(), clock_timestamp(), false FROM (VALUES ($1::bytea, $3::int), ($2, $4)) AS mistaken(key, free)
       WHERE key = $1 OR NOT EXISTS (SELECT FROM sign_in_delay WHERE key = $1 AND known)
       ORDER BY key
       ON CONFLICT (key) DO UPDATE SET failures = ${failures}, last_at = clock_timestamp(), free_at = clock_timestamp()
         + make_interval(secs => CASE WHEN ${beyond} < 0 THEN 0 ELSE least(${LONGEST_DELAY_SECONDS}, power(2, least(${beyond}, 10))) END)`,
      [pair, account, FREE_MISTAKES.pair, FREE_MISTAKES.account],
    );
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

function tooMany(seconds: number): DomainError {
  return new DomainError('too_many_requests', `Too many failed tries; try again in ${seconds} s.`, {
    retry_after: seconds,
  });
}
