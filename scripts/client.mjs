import { bootstrap } from './bootstrap.mjs';
import { run } from './lib/lifecycle.mjs';
import { say } from './lib/terminal.mjs';
import { ensureClient } from './lib/typed-client.mjs';

/** The typed client of openapi.json, for a frontend to copy or import. */
await run(async () => {
  await bootstrap(import.meta.url);
  await ensureClient();
  say('The typed client of openapi.json is in client/: import from client/index.js.');
});
