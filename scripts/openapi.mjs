import { bootstrap, ensureBuilt } from './bootstrap.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { program } from './lib/commands.mjs';
import { runJest } from './lib/jest.mjs';
import { run } from './lib/lifecycle.mjs';
import { Failure, say, step } from './lib/terminal.mjs';
import { driftEnvironment, startTestServices } from './lib/test-services.mjs';

/** Writes openapi.json anew from the sources, on a throw-away database; with `--answers` the examples of answers too. */
await run(async () => {
  await bootstrap(import.meta.url);
  await ensureBuilt();
  const withAnswers = process.argv.includes('--answers');
  const services = await startTestServices({ withRedis: withAnswers });
  if (withAnswers) await recordAnswers(services);
  await step('openapi.json', async () => {
    const { code, output } = await program('openapi', [], { env: driftEnvironment(services) });
    if (code !== 0) throw new Failure('The document cannot be written.', 'Its words are above.', output);
  });
  say('Look at what changed (git diff openapi.json) and commit it.');
});

/** The examples of answers are what the demo data answers to the examples of requests. */
async function recordAnswers(services) {
  await ensureBrowser();
  const environment = { ...services.environment, RECORD_ANSWERS: 'true' };
  const { failed } = await runJest('e2e', ['test/access/contract.spec.ts', '-t', 'has an example'], environment);
  if (failed > 0)
    throw new Failure('The answers cannot be recorded.', 'An example of a request no longer works: see above.');
  await ensureBuilt();
}
