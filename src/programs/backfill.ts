import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { AppModule } from '../app.module.js';
import { loadConfig } from '../platform/config/config.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { explain } from '../platform/process.js';
import { backfill } from '../queues/backfill.js';
import { SUBSCRIPTIONS } from '../sagas/queues.js';

const USAGE = `backfill --subscriber <name> [--since <instant>] [--dry-run]
  owes a subscriber the events from before it was there; mind that a subscriber which mails will mail about all of them`;

async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      subscriber: { type: 'string' },
      since: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
    },
  });
  const { subscriber, since, 'dry-run': dryRun } = values;
  if (!subscriber) throw new Error(`Name the subscriber.\n${USAGE}`);
  if (since && Number.isNaN(Date.parse(since)))
    throw new Error(`--since must be a day or an instant, such as 2026-01-31.\n${USAGE}`);
  const app = await NestFactory.createApplicationContext(
    AppModule.forProcess({ ...loadConfig(), LOG_LEVEL: 'warn' }, 'crm-cli'),
    { bufferLogs: true, abortOnError: false },
  );
  app.useLogger(app.get(Logger));
  try {
    let said = performance.now();
    const made = await backfill(app.get(UnitOfWork), SUBSCRIPTIONS, {
      subscriber,
      since,
      dryRun,
      onProgress: (so_far, upTo, last) => {
        if (performance.now() - said < 2000) return;
        said = performance.now();
        console.log(`  ${Math.round((upTo / last) * 100)} % of the events seen, ${so_far} deliveries`);
      },
    });
    console.log(`${made.toLocaleString('en')} deliveries ${dryRun ? 'are missing' : 'made'} for ${subscriber}.`);
  } finally {
    await app.close();
  }
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
