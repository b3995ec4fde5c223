import { bootstrap, ensureBuilt } from './bootstrap.mjs';
import { ensureClientTools } from './lib/api-clients.mjs';
import { runChecks } from './lib/checks.mjs';
import { run } from './lib/lifecycle.mjs';
import { ensureClient } from './lib/typed-client.mjs';
import { driftEnvironment, startTestServices } from './lib/test-services.mjs';

await run(async () => {
  await bootstrap(import.meta.url);
  await ensureBuilt();
  await ensureClient();
  await ensureClientTools();
  const services = await startTestServices({ withRedis: false });
  const { failed } = await runChecks(driftEnvironment(services));
  return failed > 0 ? 1 : 0;
});
