export { WorkerMetricsModule } from './expose-metrics/worker-metrics.js';
export { OperationsModule } from './operations.module.js';
