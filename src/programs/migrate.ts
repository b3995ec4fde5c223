import 'reflect-metadata';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrationOptions } from '../platform/database/data-source.js';
import { grantToApplication } from '../platform/database/grants.js';
import { explain } from '../platform/process.js';
import { SUBSCRIPTIONS } from '../sagas/queues.js';

/** Brings the database up to this build, as the owner: our tables, BullMQ's schema, the application's rights. */
async function migrate(): Promise<void> {
  const url = process.env.DATABASE_OWNER_URL || process.env.DATABASE_DIRECT_URL || process.env.DATABASE_URL;
  if (!url) throw new Error('Set DATABASE_OWNER_URL (or DATABASE_URL) to the database to migrate.');
  const dataSource = await new DataSource(migrationOptions(url)).initialize();
  try {
    const done = await dataSource.runMigrations();
    for (const { name } of done) console.log(`  migrated ${name}`);
  } finally {
    await dataSource.destroy();
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await migrateQueues(client);
    await grantToApplication(client, decodeURIComponent(new URL(process.env.DATABASE_URL || url).username));
  } finally {
    await client.end();
  }
}

async function migrateQueues(client: pg.Client): Promise<void> {
  await runMigrations(client as never, 'bullmq');
  // BullMQ makes a queue's sequence at its first job, which the application's role may not.
  for (const queue of SUBSCRIPTIONS.names) {
    const { rows } = await client.query<{ name: string }>('SELECT quote_ident(bullmq.job_id_seq_name($1)) AS name', [
      queue,
    ]);
    await client.query(`CREATE SEQUENCE IF NOT EXISTS bullmq.${rows[0]!.name}`);
  }
}

try {
  await migrate();
} catch (error) {
  console.error(`The database cannot be migrated. ${explain(error)}`);
  process.exit(1);
}
