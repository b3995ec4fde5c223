import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AnnounceExpiring, ChaseUnpaid, ExpirePolicies } from '../../modules/policies/index.js';
import { ExpireQuotes } from '../../modules/quotes/index.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { RequestContext } from '../../platform/context/request-context.js';

/** What time alone brings about. Each command takes one batch and answers how many rows it was, 0 when all is done. */
const SWEEPS = [ExpireQuotes, ExpirePolicies, AnnounceExpiring, ChaseUnpaid];

/**
 * Runs the sweeps every `SWEEP_INTERVAL_SECONDS`, in every worker: a batch passes over rows that another one holds,
 * and a row once changed is no longer due.
 */
@Injectable()
export class Sweeps implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Sweeps');
  private readonly stop = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly commands: CommandBus,
    private readonly context: RequestContext,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.loop = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      for (const Sweep of SWEEPS) await this.sweep(Sweep);
      await pause(this.config.SWEEP_INTERVAL_SECONDS * 1000, undefined, { signal }).catch(() => {});
    }
  }

  /** One that fails is tried again at the next round and keeps no other from running. */
  private async sweep(Sweep: (typeof SWEEPS)[number]): Promise<void> {
    try {
      await this.context.run({ source: 'worker', correlationId: `sweep-${randomUUID()}` }, async () => {
        while (!this.stop.signal.aborted && (await this.commands.execute(new Sweep())) > 0);
      });
    } catch (error) {
      this.logger.warn({ err: error }, `${Sweep.name} failed and is tried again`);
    }
  }
}
