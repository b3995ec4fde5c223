import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { AppModule } from '../app.module.js';
import { WorkerMetricsModule } from '../modules/operations/index.js';
import { loadConfig } from '../platform/config/config.js';
import { SealingModule } from '../platform/event-store/sealing.module.js';
import { runProcess } from '../platform/process.js';
import { QueuesModule } from '../queues/queues.module.js';
import { SUBSCRIPTIONS } from '../sagas/queues.js';
import { SweepsModule } from '../sagas/sweeps/sweeps.module.js';
import { SagasModule } from '../sagas/sagas.module.js';

await runProcess('worker', async () => {
  const config = loadConfig();
  const sagas = await SagasModule.discover();
  const module = AppModule.forProcess(
    config,
    'crm-worker',
    QueuesModule.forWorker(config, SUBSCRIPTIONS),
    sagas,
    { module: SweepsModule },
    { module: SealingModule },
    { module: WorkerMetricsModule },
  );
  const app = await NestFactory.createApplicationContext(module, {
    logger: false,
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  return { app };
});
