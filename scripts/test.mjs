import { bootstrap, ensureBuilt } from './bootstrap.mjs';
import { ensureClientTools } from './lib/api-clients.mjs';
import { readArguments } from './lib/arguments.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { runChecks } from './lib/checks.mjs';
import { LONG_ONLY } from './lib/fault-rows.mjs';
import { runJest } from './lib/jest.mjs';
import { run, stopAll } from './lib/lifecycle.mjs';
import { driftEnvironment, startTestServices } from './lib/test-services.mjs';
import { ensureClient } from './lib/typed-client.mjs';
import { Failure, duration, explain, heading, paint, say } from './lib/terminal.mjs';

/** Everything that guards a change; the last line is `N passed, N failed` and nothing else. */
await run(async () => {
  readArguments(
    'npm test takes no arguments and runs everything; for some of it: npm run test:unit -- <pattern>, npm run test:e2e -- <pattern>',
  );
  const began = Date.now();
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const add = (part) => {
    for (const [name, count] of Object.entries(part)) sum[name] += count;
  };
  let redisMissing = false;
  try {
    await bootstrap(import.meta.url);
    heading('Preparing');
    await ensureBuilt();
    await ensureClient();
    await ensureClientTools();
    const services = await startTestServices();
    redisMissing = services.redis === null;
    await ensureBrowser();
    heading('Checks');
    add(await runChecks(driftEnvironment(services)));
    heading('Unit and property tests');
    add(await runJest('unit', [], services.environment));
    heading('Journeys, access and faults');
    // Every run throws the same storm; npm run faults draws another seed each time.
    const environment = { ...services.environment, STORM_SEED: process.env.STORM_SEED ?? '682021' };
    add(await runJest('e2e', [`--testPathIgnorePatterns=${LONG_ONLY}`], environment));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    explain(error);
    sum.failed += 1;
  }
  await stopAll();
  say(`\n${paint.dim(`${duration(Date.now() - began)}${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`)}`);
  if (redisMissing) say('Redis could not be had: its half of the tests was skipped.');
  say(`${sum.passed} passed, ${sum.failed} failed`);
  process.exit(sum.failed > 0 ? 1 : 0);
});
