import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { SESSION_DAYS } from './signed-in.js';

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
    const older = (column: string, days: number) => `${column} < clock_timestamp() - interval '${days} days'`;
    await this.units.queryText(`DELETE FROM session WHERE ${older('created_at', SESSION_DAYS + 1)}`);
    await this.units.queryText(`DELETE FROM password_reset WHERE ${older('expires_at', 1)}`);
    await this.units.queryText(
      `DELETE FROM sign_in_delay WHERE ${older('last_at', 90)} OR (NOT known AND ${older('last_at', 2)})`,
    );
    await this.units.queryText(`DELETE FROM address_bucket WHERE ${older('updated_at', 1)}`);
  }
}
