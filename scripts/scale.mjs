import { bootstrap, ensureBuilt } from './bootstrap.mjs';
import { readArguments } from './lib/arguments.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { onPath } from './lib/commands.mjs';
import { runJest } from './lib/jest.mjs';
import { run } from './lib/lifecycle.mjs';
import { installPackage } from './lib/redis.mjs';
import { startTestServices } from './lib/test-services.mjs';
import { heading, say, step, warn } from './lib/terminal.mjs';
import { table } from './lib/story.mjs';

/**
 * Every topology that a system may grow into, each started here from Debian's packages, each through the whole journey
 * with its invariants; the table says how each went.
 */
await run(async () => {
  // Patterns are Jest's.
  if (process.argv[2]?.startsWith('-'))
    readArguments(
      'npm run scale [-- <pattern>]: the journey through every topology, or those whose spec matches (pooler, replica, …)',
    );
  await bootstrap(import.meta.url);
  await ensureBuilt();
  const { environment, redis } = await startTestServices();
  const pgbouncer = await step('PgBouncer', ensurePgBouncer);
  if (!pgbouncer) warn('No pgbouncer: its topology is skipped. As root on Debian: apt-get install pgbouncer');
  if (!redis) warn('No redis-server: what needs one is skipped. As root on Debian: apt-get install redis-server');
  await ensureBrowser();
  heading('Topologies');
  const sum = await runJest(
    'scale',
    process.argv.slice(2),
    { ...environment, ...(pgbouncer && { TEST_PGBOUNCER: pgbouncer }) },
    1,
  );
  heading('The journey and its invariants');
  table(
    ['topology', 'tests', 'seconds', 'result'],
    sum.groups.map(({ title, passed, failed, skipped, seconds }) => [
      title,
      passed + failed + skipped,
      seconds.toFixed(1),
      failed > 0 ? `${failed} failed` : passed > 0 ? 'passed' : 'skipped',
    ]),
  );
  say(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
  return sum.failed > 0 ? 1 : 0;
});

/** Its program, installed where root on Debian may; undefined where it cannot be had. */
async function ensurePgBouncer(note) {
  // Debian puts it where only root's PATH leads.
  process.env.PATH = `${process.env.PATH}:/usr/sbin`;
  if (!onPath('pgbouncer') && onPath('apt-get') && process.getuid?.() === 0) {
    note('apt-get install pgbouncer');
    await installPackage('pgbouncer');
  }
  return onPath('pgbouncer');
}
