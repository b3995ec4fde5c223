import { Inject, Injectable } from '@nestjs/common';
import { type Moment } from '../../kernel/aggregate.js';
import { dateIn, type IsoDate } from '../../kernel/term.js';
import { CONFIG, type Config } from '../config/config.js';
// Nothing here names it, but `company_now()` reads it: so that it is among the tables of this build.
import './company-clock.table.js';
import { sql } from './sql.js';
import { UnitOfWork } from './unit-of-work.js';

/**
 * The company's clock: database time plus one offset row that all processes share. Domain code gets its
 * time from here and reads no other clock; tokens, leases, retries and throttles use real time.
 */
@Injectable()
export class CompanyClock {
  constructor(
    private readonly units: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The company's time, the same throughout one transaction. */
  now(): Promise<Moment> {
    return this.units.once('moment', async () => {
      const [row] = await this.units.query<{ now: string }>(sql`SELECT company_now() AS now`);
      return this.momentOf(row!.now);
    });
  }

  /** The company's time where a statement of this transaction has read it along (`company_now()`), which saves a question. */
  readAlong(instant: string): Promise<Moment> {
    return this.units.once('moment', async () => this.momentOf(instant));
  }

  /** The day of an instant in the company's time zone. */
  dayOf(instant: string): IsoDate {
    return dateIn(instant, this.config.COMPANY_TIME_ZONE);
  }

  private momentOf(instant: string): Moment {
    return { instant, today: this.dayOf(instant) };
  }
}
