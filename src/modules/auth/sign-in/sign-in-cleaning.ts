import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { sql } from '../../../platform/database/sql.js';
import { type Column } from '../../../platform/database/table.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { PASSWORD_RESET } from './reset-password/password-reset.table.js';
import { SESSION, SESSION_DAYS } from './session.table.js';
import { ADDRESS_BUCKET, SIGN_IN_DELAY } from './sign-in-throttle.table.js';

const EVERY_MS = 3_600_000;

/** Sweeps away what no sign-in can need again: ended sessions, old tokens, forgotten mistakes. */
@Injectable()
export class SignInCleaning implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('SignInCleaning');
  private timer: NodeJS.Timeout;

  constructor(private readonly units: UnitOfWork) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.clean().catch((error: Error) =>
        this.logger.warn({ err: error }, 'cleaning failed; the next hour tries again'),
      );
    }, EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async clean(): Promise<void> {
    const older = (column: Column, days: number) => sql`${column} < clock_timestamp() - make_interval(days => ${days})`;
    const { last_at, known } = SIGN_IN_DELAY;
    await this.units.query(sql`DELETE FROM ${SESSION} WHERE ${older(SESSION.created_at, SESSION_DAYS + 1)}`);
    await this.units.query(sql`DELETE FROM ${PASSWORD_RESET} WHERE ${older(PASSWORD_RESET.expires_at, 1)}`);
    await this.units.query(
      sql`DELETE FROM ${SIGN_IN_DELAY} WHERE ${older(last_at, 90)} OR (NOT ${known} AND ${older(last_at, 2)})`,
    );
    await this.units.query(sql`DELETE FROM ${ADDRESS_BUCKET} WHERE ${older(ADDRESS_BUCKET.updated_at, 1)}`);
  }
}
