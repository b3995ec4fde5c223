import { bootstrap, ensureBuilt } from './bootstrap.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { runJest } from './lib/jest.mjs';
import { run } from './lib/lifecycle.mjs';
import { startTestServices } from './lib/test-services.mjs';
import { ensureClient } from './lib/typed-client.mjs';
import { Failure, say } from './lib/terminal.mjs';

/** `node scripts/jest.mjs unit|e2e [Jest's arguments]`; with E2E_BASE_URL the journeys run against that system. */
await run(async () => {
  const [name, ...args] = process.argv.slice(2);
  if (!['unit', 'e2e'].includes(name)) throw new Failure('Which tests?', 'npm run test:unit, or npm run test:e2e');
  await bootstrap(import.meta.url);
  const { passed, failed } = await runJest(name, args, await environment(name));
  say(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
});

async function environment(name) {
  if (name === 'unit' || process.env.E2E_BASE_URL) return process.env;
  await ensureBuilt();
  await ensureClient();
  const services = await startTestServices();
  await ensureBrowser();
  return services.environment;
}
