import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { atTheEnd } from '../process-end.js';
import { type Reporter } from './sentry.js';

export const PROCESS_NAME = Symbol('the name of this process');

const FLUSH_MS = 2_000;

/** Reports failures that nobody foresaw to Sentry, where `SENTRY_DSN` names one; without it, Sentry is not even loaded. */
@Injectable()
export class ErrorReports implements OnModuleInit {
  private reporter: Reporter | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PROCESS_NAME) private readonly processName: string,
  ) {}

  async onModuleInit(): Promise<void> {
    const { SENTRY_DSN: dsn, NODE_ENV: environment } = this.config;
    if (!dsn) return;
    const { Reporter } = await import('./sentry.js');
    const reporter = new Reporter(dsn, environment, this.processName);
    this.reporter = reporter;
    atTheEnd(() => reporter.close(FLUSH_MS));
    process.on('unhandledRejection', (reason) => this.report(reason, { died: false }));
    process.on('uncaughtException', (error) => {
      // As Node itself would: nothing can be relied on any more, but this much is still told.
      console.error(error);
      this.report(error, { died: true });
      void reporter.close(FLUSH_MS).finally(() => process.exit(1));
    });
  }

  /** Returns at once; what cannot be sent is lost. `facts` are ids and names, never anything personal. */
  report(error: unknown, facts: Record<string, string | boolean>): void {
    this.reporter?.report(error, facts);
  }
}
