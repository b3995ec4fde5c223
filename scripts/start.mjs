import { bootstrap } from './bootstrap.mjs';
import { launch } from './lib/launch.mjs';
import { run } from './lib/lifecycle.mjs';

await run(
  async () => {
    await bootstrap(import.meta.url);
    await launch('start', ['api', 'worker']);
  },
  { onInterrupt: 0 },
);
