import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/domain-error.js';
import { CONFIG, type Config } from '../../config/config.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { networkOf } from './network-of.js';

/** How often one address may take a route. */
export interface Limit {
  requests: number;
  seconds: number;
}

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
    const key = createHmac('sha256', this.secret)
      .update(JSON.stringify([route, networkOf(address)]))
      .digest();
    const [row] = await this.units.queryText<{ used: number; wait: number }>(
      `INSERT INTO request_limit AS present (key, used, resets_at) VALUES ($1, 1, clock_timestamp() + make_interval(secs => $2))
       ON CONFLICT (key) DO UPDATE SET
         used = CASE WHEN present.resets_at <= clock_timestamp() THEN 1 ELSE least(present.used, $3) + 1 END,
         resets_at = CASE WHEN present.resets_at <= clock_timestamp() THEN excluded.resets_at ELSE present.resets_at END
       RETURNING used, greatest(1, ceil(extract(epoch FROM resets_at - clock_timestamp())))::int AS wait`,
      [key, seconds, requests],
    );
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
    await this.units.queryText(
      `DELETE FROM request_limit WHERE key IN (
         SELECT key FROM request_limit WHERE resets_at < clock_timestamp() LIMIT ${FORGOTTEN_AT_ONCE} FOR UPDATE SKIP LOCKED)`,
    );
  }
}
