import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { LanguageModel } from '../../../platform/ai/language-model.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type Metric } from '../../../platform/observability/exposition.js';

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
    private readonly units: UnitOfWork,
    private readonly moduleRef: ModuleRef,
  ) {
    this.delay.enable();
  }

  onApplicationShutdown(): void {
    this.delay.disable();
  }

  metrics(): Metric[] {
    const { total, idle, waiting } = this.units.connections;
    const model = this.moduleRef.get(LanguageModel, { strict: false });
    const lag = this.delay.percentile(99) / 1e9;
    this.delay.reset();
    const { user, system } = process.cpuUsage();
    return [
      gauge('crm_pool_waiters', 'Requests that wait for a database connection.', waiting),
      gauge('crm_pool_connections', 'Connections of the pool.', total),
      gauge('crm_pool_idle', 'Connections of the pool that nobody uses.', idle),
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
