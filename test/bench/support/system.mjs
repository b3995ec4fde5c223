import { rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { throwAwayDir } from '../../../scripts/lib/folders.mjs';
import { applicationEnvironment, migrateAndSeed } from '../../../scripts/lib/launch.mjs';
import { startPostgres } from '../../../scripts/lib/postgres.mjs';
import { startRedis } from '../../../scripts/lib/redis.mjs';
import { Role } from '../../../scripts/lib/role.mjs';
import { step } from '../../../scripts/lib/terminal.mjs';
import { started } from './started.mjs';

export const PASSWORD = 'correct-horse-battery-staple';

/**
 * PostgreSQL as production has it (fsync, synchronous_commit, checksums), Redis where one can be had, a migrated
 * database with the demo users. Stopped and removed on every way out of the script.
 * Answers `{ folder, postgres, redis, environment }`: the environment that API and worker are started with.
 */
export async function startDurable() {
  const folder = await throwAwayDir('bench');
  started(() => rmSync(folder, { recursive: true, force: true }));
  const postgres = await step('PostgreSQL, fsync and synchronous_commit on', async (note) => {
    const server = await startPostgres({ dataDir: folder, durable: true, mayCreateDatabases: true });
    note(server.version);
    return server;
  });
  started(() => postgres.stop());
  const redis = await step('Redis', (note) => startRedis({ folder: path.join(folder, 'redis'), note }));
  if (redis) started(() => redis.stop());
  const database = { url: postgres.url, ownerUrl: postgres.ownerUrl, embedded: true };
  const environment = {
    ...applicationEnvironment(folder, database),
    DEMO_DATA: 'users',
    FIRST_MAILS_PER_DAY: '1000000',
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_FORMAT: 'json',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
    NODE_ENV: 'production',
  };
  // Nothing of the machine's own configuration may reach a real mail server, model or queue.
  for (const name of [
    'SMTP_URL',
    'REDIS_URL',
    'DOCUMENTS_DIR',
    'DOCUMENTS_URL',
    'FAILPOINTS',
    'ANTHROPIC_API_KEY',
    'SENTRY_DSN',
  ])
    delete environment[name];
  await migrateAndSeed(environment, database);
  return { folder, postgres, redis, environment };
}

/** Starts one compiled process (`api`, `worker`). Answers `{ pid, url, stop() }`; what it logs goes to `output` (default: nowhere). */
export async function startRole(name, environment, output = 'ignore') {
  const role = new Role(name, environment, { output });
  started(() => role.stop());
  const { url } = await role.start();
  return { pid: role.child.pid, url: url?.replace(/\/$/, ''), stop: () => role.stop() };
}

/** Runs `work(client)` on a connection of its own. */
export async function withClient(connectionString, work) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** An access token of a demo user, through the API. */
export async function signIn(url, username, password = PASSWORD) {
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  if (!answer.ok) throw new Error(`${username} could not sign in: ${answer.status} ${await answer.text()}`);
  return (await answer.json()).access_token;
}
