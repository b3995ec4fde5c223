/** The servers that the scripts bring: PostgreSQL, Redis, and the secrets that go with them. */
export { chooseDataDir, prepareDataDir, throwAwayDir } from './lib/folders.mjs';
export { startPostgres } from './lib/postgres.mjs';
export { startRedis } from './lib/redis.mjs';
export { ensureSecrets } from './lib/secrets.mjs';
