import 'reflect-metadata';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrationOptions } from './platform/database/data-source.js';
import { explain } from './platform/process.js';
import { QUEUES } from './queues/queues.js';

/** Brings the database up to this build: our tables, then BullMQ's schema, as the owner. */
async function migrate(): Promise<void> {
  const url = process.env.DATABASE_OWNER_URL || process.env.DATABASE_URL;
  if (!url) throw new Error('Set DATABASE_OWNER_URL (or DATABASE_URL) to the database to migrate.');
  const dataSource = await new DataSource(migrationOptions(url)).initialize();
  try {
    const done = await dataSource.runMigrations();
    for (const { name } of done) console.log(`  migrated ${name}`);
  } finally {
    await dataSource.destroy();
  }
  await migrateQueues(url);
}

async function migrateQueues(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await runMigrations(client as never, 'bullmq');
    // BullMQ makes a queue's sequence at its first job, which the application's role may not.
    for (const queue of Object.keys(QUEUES)) {
      const { rows } = await client.query<{ name: string }>('SELECT quote_ident(bullmq.job_id_seq_name($1)) AS name', [queue]);
      await client.query(`CREATE SEQUENCE IF NOT EXISTS bullmq.${rows[0]!.name}`);
    }
    await client.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'crm_app') AND current_user <> 'crm_app' THEN
          GRANT USAGE ON SCHEMA bullmq TO crm_app;
          GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bullmq TO crm_app;
          GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA bullmq TO crm_app;
          GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA bullmq TO crm_app;
        END IF;
      END $$`);
  } finally {
    await client.end();
  }
}

try {
  await migrate();
} catch (error) {
  console.error(`The database cannot be migrated. ${explain(error)}`);
  process.exit(1);
}
