import { bootstrap, ensureBuilt } from './bootstrap.mjs';
import { execute, inProject } from './lib/commands.mjs';
import { run } from './lib/lifecycle.mjs';
import { Failure, say, step } from './lib/terminal.mjs';
import { driftEnvironment, startTestServices } from './lib/test-services.mjs';

/** Writes openapi.json anew from the sources, on a throw-away database. */
await run(async () => {
  await bootstrap(import.meta.url);
  await ensureBuilt();
  const services = await startTestServices({ withRedis: false });
  await step('openapi.json', async () => {
    const { code, output } = await execute(process.execPath, [inProject('dist/src/openapi.js')], { env: driftEnvironment(services) });
    if (code !== 0) throw new Failure('The document cannot be written.', 'Its words are above.', output);
  });
  say('Look at what changed (git diff openapi.json) and commit it.');
});
