import { createServer, type Server } from 'node:http';
import {
  Inject,
  Injectable,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { EXPOSITION_TYPE, expose } from '../../../platform/observability/exposition.js';
import { OperationsModule } from '../operations.module.js';
import { isNear } from './is-near.js';
import { ProcessMetrics } from './process-metrics.js';

/** A worker has no HTTP of its own, but a pool, a memory and an event loop: Prometheus reads them at `WORKER_METRICS_PORT`. */
@Injectable()
export class WorkerMetrics implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('WorkerMetrics');
  private server: Server | undefined;

  constructor(
    private readonly own: ProcessMetrics,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    const { WORKER_METRICS_PORT: port, HOST: host } = this.config;
    if (port === undefined) return;
    this.server = createServer((request, response) => {
      const asked =
        request.method === 'GET' && request.url === '/metrics' && isNear(request.socket.remoteAddress ?? '');
      response.writeHead(
        asked ? 200 : 404,
        asked ? { 'content-type': EXPOSITION_TYPE, 'cache-control': 'no-store' } : {},
      );
      response.end(asked ? expose(this.own.metrics()) : undefined);
    });
    // A second worker on the machine works without being read, rather than not at all.
    this.server.on('error', (error) => this.logger.warn(`no metrics at port ${port}: ${error.message}`));
    this.server.listen(port, host);
  }

  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}

/** For the worker alone. */
@Module({ imports: [OperationsModule], providers: [WorkerMetrics] })
export class WorkerMetricsModule {}
