import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LanguageModel } from '../../../platform/ai/language-model.js';
import { type Metric } from '../../../platform/observability/exposition.js';

interface Pool {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

const gauge = (name: string, help: string, value: number): Metric => ({
  name,
  help,
  type: 'gauge',
  samples: [{ value }],
});

/** What this very process knows of itself: its pool, its breaker, its memory and its event loop. */
@Injectable()
export class ProcessMetrics implements OnApplicationShutdown {
  private readonly delay = monitorEventLoopDelay({ resolution: 20 });

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly moduleRef: ModuleRef,
  ) {
    this.delay.enable();
  }

  onApplicationShutdown(): void {
    this.delay.disable();
  }

  metrics(): Metric[] {
    const { totalCount, idleCount, waitingCount } = (this.dataSource.driver as unknown as { master: Pool }).master;
    const model = this.moduleRef.get(LanguageModel, { strict: false });
    const lag = this.delay.percentile(99) / 1e9;
    this.delay.reset();
    const { user, system } = process.cpuUsage();
    return [
      gauge('crm_pool_waiters', 'Requests that wait for a database connection.', waitingCount),
      gauge('crm_pool_connections', 'Connections of the pool.', totalCount),
      gauge('crm_pool_idle', 'Connections of the pool that nobody uses.', idleCount),
      gauge(
        'crm_advisor_breaker_open',
        'Whether the language model is left alone after too many failures.',
        model.isResting ? 1 : 0,
      ),
      gauge('process_resident_memory_bytes', 'Resident memory.', process.memoryUsage.rss()),
      gauge(
        'process_start_time_seconds',
        'When the process began, in seconds since 1970.',
        performance.timeOrigin / 1000,
      ),
      gauge('nodejs_eventloop_delay_p99_seconds', 'How late the event loop ran since the last reading.', lag),
      {
        name: 'process_cpu_seconds_total',
        help: 'Processor time.',
        type: 'counter',
        samples: [{ value: (user + system) / 1e6 }],
      },
    ];
  }
}
