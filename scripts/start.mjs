import { bootstrap } from './bootstrap.mjs';
import { readArguments } from './lib/arguments.mjs';
import { launch } from './lib/launch.mjs';
import { run } from './lib/lifecycle.mjs';

await run(
  async () => {
    readArguments(
      'npm start takes no arguments; its environment variables are in docs/configuration.md (PORT, DATA_DIR, …).',
    );
    await bootstrap(import.meta.url);
    await launch('start', ['api', 'worker']);
  },
  { onInterrupt: 0 },
);
