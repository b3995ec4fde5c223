import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LANGUAGE_MODEL_CONFIG, type LanguageModelConfig } from './language-model.config.js';

/** Requests a minute, shared by every process that asks. */
export interface RequestBudget {
  /** Takes one request; `false` when none is left. */
  take(): Promise<boolean>;
}

export const REQUEST_BUDGET = Symbol('RequestBudget');

const TAKE = `
  WITH free AS (
    SELECT slot FROM language_model_slot
    WHERE slot <= $1 AND used_at <= clock_timestamp() - interval '1 minute'
    ORDER BY used_at LIMIT 1 FOR UPDATE SKIP LOCKED
  ), taken AS (
    UPDATE language_model_slot AS s SET used_at = clock_timestamp() FROM free WHERE s.slot = free.slot RETURNING s.slot
  )
  SELECT slot FROM taken`;

/**
 * One row per request that a minute allows, each usable again a minute after its last use: no sliding minute ever
 * sees more than the limit, where a counter per calendar minute or a token bucket lets twice as many through.
 */
@Injectable()
export class PostgresRequestBudget implements RequestBudget {
  private prepared = false;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(LANGUAGE_MODEL_CONFIG) private readonly config: LanguageModelConfig,
  ) {}

  /** Throws when the database does not answer. */
  async take(): Promise<boolean> {
    const limit = this.config.requestsPerMinute;
    if (!this.prepared) {
      await this.dataSource.query(
        'INSERT INTO language_model_slot (slot) SELECT generate_series(1, $1::int) ON CONFLICT DO NOTHING',
        [limit],
      );
      this.prepared = true;
    }
    const taken = await this.dataSource.query<unknown[]>(TAKE, [limit]);
    return taken.length > 0;
  }
}
