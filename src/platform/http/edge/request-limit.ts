import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error.js';
import { CONFIG, type Config } from '../../config/config.js';
import { sql } from '../../database/sql.js';
import { set } from '../../database/statements.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { networkOf } from './network-of.js';
import { REQUEST_LIMIT } from './request-limit.table.js';

/** How often one address may take a route. */
export interface Limit {
  requests: number;
  seconds: number;
}

const { key, used, resets_at } = REQUEST_LIMIT;

const FORGOTTEN_AT_ONCE = 100;

/** Counts requests per address in PostgreSQL, so that all processes share the count. Real time. */
@Injectable()
export class RequestLimit {
  private readonly secret: Buffer;

  constructor(
    private readonly units: UnitOfWork,
    @Inject(CONFIG) config: Config,
  ) {
    this.secret = createHmac('sha256', config.DATA_KEY).update('request limit').digest();
  }

  /** Takes one of the address's requests. @throws too_many_requests with `retry_after` in seconds */
  async take(route: string, address: string, { requests, seconds }: Limit): Promise<void> {
    const counter = createHmac('sha256', this.secret)
      .update(JSON.stringify([route, networkOf(address)]))
      .digest();
    const isOver = sql`${resets_at} <= clock_timestamp()`;
    const [row] = await this.units.query<{ used: number; wait: number }>(sql`
      INSERT INTO ${REQUEST_LIMIT} (key, used, resets_at)
      VALUES (${counter}, 1, clock_timestamp() + make_interval(secs => ${seconds}))
      ON CONFLICT (key) DO UPDATE SET ${set(REQUEST_LIMIT, {
        used: sql`CASE WHEN ${isOver} THEN 1 ELSE least(${used}, ${requests}) + 1 END`,
        resets_at: sql`CASE WHEN ${isOver} THEN excluded.resets_at ELSE ${resets_at} END`,
      })}
      RETURNING ${used}, greatest(1, ceil(extract(epoch FROM ${resets_at} - clock_timestamp())))::int AS wait`);
    if (row!.used === 1) await this.forget();
    if (row!.used > requests) {
      throw new DomainError(
        'too_many_requests',
        `At most ${requests} requests in ${seconds} s; try again in ${row!.wait} s.`,
        { retry_after: row!.wait },
      );
    }
  }

  private async forget(): Promise<void> {
    await this.units.query(sql`
      DELETE FROM ${REQUEST_LIMIT} WHERE ${key} IN (
        SELECT ${key} FROM ${REQUEST_LIMIT} WHERE ${resets_at} < clock_timestamp()
        LIMIT ${FORGOTTEN_AT_ONCE} FOR UPDATE SKIP LOCKED)`);
  }
}
