import { Inject, Injectable } from '@nestjs/common';
import { sql } from '../database/sql.js';
import { set } from '../database/statements.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { LANGUAGE_MODEL_CONFIG, type LanguageModelConfig } from './language-model.config.js';
import { LANGUAGE_MODEL_SLOT } from './language-model-slot.table.js';

/** Requests a minute, shared by every process that asks. */
export interface RequestBudget {
  /** Takes one request; `false` when none is left. */
  take(): Promise<boolean>;
}

export const REQUEST_BUDGET = Symbol('RequestBudget');

const { slot, used_at } = LANGUAGE_MODEL_SLOT;

/**
 * One row per request that a minute allows, each usable again a minute after its last use: no sliding minute ever
 * sees more than the limit, where a counter per calendar minute or a token bucket lets twice as many through.
 */
@Injectable()
export class PostgresRequestBudget implements RequestBudget {
  private slotsThere = false;

  constructor(
    private readonly units: UnitOfWork,
    @Inject(LANGUAGE_MODEL_CONFIG) private readonly config: LanguageModelConfig,
  ) {}

  /** Throws when the database does not answer. */
  async take(): Promise<boolean> {
    const limit = this.config.requestsPerMinute;
    if (!this.slotsThere) {
      await this.units.queryApart(
        sql`INSERT INTO ${LANGUAGE_MODEL_SLOT} (slot) SELECT generate_series(1, ${limit}::int) ON CONFLICT DO NOTHING`,
      );
      this.slotsThere = true;
    }
    const taken = await this.units.queryApart(sql`
      WITH free AS (
        SELECT ${slot} FROM ${LANGUAGE_MODEL_SLOT}
        WHERE ${slot} <= ${limit} AND ${used_at} <= clock_timestamp() - interval '1 minute'
        ORDER BY ${used_at} LIMIT 1 FOR UPDATE SKIP LOCKED)
      UPDATE ${LANGUAGE_MODEL_SLOT} SET ${set(LANGUAGE_MODEL_SLOT, { used_at: sql`clock_timestamp()` })}
      FROM free WHERE ${slot} = free.slot RETURNING ${slot}`);
    return taken.length > 0;
  }
}
