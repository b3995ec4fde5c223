import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { AppModule } from '../app.module.js';
import { loadConfig } from '../platform/config/config.js';
import { RequestContext } from '../platform/context/request-context.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Collection } from '../platform/event-store/collection.js';
import { EventStore } from '../platform/event-store/event-store.js';
import { type AnyCollection, Rebuild } from '../platform/event-store/rebuild.js';
import { explain } from '../platform/process.js';

const USAGE = `rebuild [--write] [kind …]
  folds the events of every kind (prospect, quote, policy, …), or of those named, and compares with the tables;
  --write puts the rows right that differ (it never deletes one)`;
const MOST_SHOWN = 20;
const EXIT_UNUSABLE = 2;

class WrongUse extends Error {}

/** Compares every table of aggregates with its events; answers the exit code: 0 alike, 1 differences (left, or found and written). */
async function rebuild(args: readonly string[]): Promise<number> {
  const write = args.includes('--write');
  const wanted = args.filter((arg) => arg !== '--write');
  const config = { ...loadConfig(), LOG_LEVEL: 'warn' as const };
  const app = await NestFactory.createApplicationContext(
    AppModule.forProcess(config, 'crm-cli', { module: DiscoveryModule }),
    {
      bufferLogs: true,
      abortOnError: false,
    },
  );
  app.useLogger(app.get(Logger));
  try {
    const collections = app
      .get(DiscoveryService)
      .getProviders()
      .map(({ instance }) => instance as unknown)
      .filter((instance): instance is AnyCollection => instance instanceof Collection);
    const kinds = new Map(collections.map((collection) => [collection.aggregateType, collection]));
    const unknown = wanted.find((kind) => !kinds.has(kind));
    if (unknown) throw new WrongUse(`${USAGE}\n  there is no ${unknown}; there are ${[...kinds.keys()].join(', ')}`);
    let differences = 0;
    for (const [kind, collection] of kinds) {
      if (wanted.length > 0 && !wanted.includes(kind)) continue;
      differences += await app
        .get(RequestContext)
        .run({ source: 'cli', correlationId: 'rebuild' }, () =>
          one(new Rebuild(app.get(UnitOfWork), app.get(EventStore), collection, write)),
        );
    }
    console.log(differences === 0 ? 'The rows are what their events say.' : `${differences} differences.`);
    return differences === 0 ? 0 : 1;
  } finally {
    await app.close();
  }
}

async function one(comparison: Rebuild): Promise<number> {
  let said = performance.now();
  const { aggregateType, rows, differences, written } = await comparison.run((done) => {
    if (performance.now() - said < 2000) return;
    said = performance.now();
    console.log(`  … ${done.toLocaleString('en')} compared`);
  });
  console.log(
    `  ${aggregateType}: ${rows.toLocaleString('en')} folded, ${differences.length} differences${written > 0 ? `, ${written} rows written` : ''}`,
  );
  for (const { aggregate, says } of differences.slice(0, MOST_SHOWN)) console.log(`    ${aggregate}: ${says}`);
  if (differences.length > MOST_SHOWN) console.log(`    … and ${differences.length - MOST_SHOWN} more`);
  return differences.length;
}

try {
  process.exitCode = await rebuild(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof WrongUse ? error.message : `The rows cannot be compared. ${explain(error)}`);
  process.exitCode = EXIT_UNUSABLE;
}
