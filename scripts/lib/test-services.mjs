import path from 'node:path';
import { throwAwayDir } from './folders.mjs';
import { onStop } from './lifecycle.mjs';
import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';
import { step, warn } from './terminal.mjs';

/**
 * Throw-away servers for the tests, stopped and removed at the end.
 * Answers `{ environment, redis, postgres }`, the environment with
 *   TEST_DATABASE_OWNER_URL  crm_owner, who may create databases: each suite makes its own
 *   TEST_DATABASE_APP_URL    crm_app on the same server (the application's role; take its password to another database)
 *   TEST_DATABASE_ADMIN_URL  the superuser, for what only the machine's owner can do (end backends, move the clock)
 *   TEST_REDIS_URL           absent where no Redis could be had
 */
export async function startTestServices({ withRedis = true } = {}) {
  const folder = await throwAwayDir('test');
  const postgres = await step('PostgreSQL for tests', async (note) => {
    const server = await startPostgres({ dataDir: folder, durable: false });
    note(`${server.version} on port ${server.port}`);
    return server;
  });
  onStop(() => postgres.stop());
  const redis = withRedis
    ? await step('Redis for tests', (note) => startRedis({ folder: path.join(folder, 'redis'), note }))
    : null;
  if (redis) onStop(() => redis.stop());
  else if (withRedis)
    warn('No Redis: the tests run on the PostgreSQL queue alone. Install redis-server or valkey-server for both.');
  const environment = {
    ...process.env,
    TEST_DATABASE_OWNER_URL: postgres.ownerUrl,
    TEST_DATABASE_APP_URL: postgres.url,
    TEST_DATABASE_ADMIN_URL: postgres.adminUrl,
    ...(redis && { TEST_REDIS_URL: redis.url }),
  };
  return { environment, redis, postgres };
}

/** What the drift check needs: an empty database of its own, and nothing of the developer's configuration. */
export function driftEnvironment({ environment, postgres }) {
  return { ...environment, DATABASE_URL: postgres.url, DATABASE_OWNER_URL: postgres.ownerUrl };
}
