import { bootstrap } from './bootstrap.mjs';
import { launch } from './lib/launch.mjs';
import { run } from './lib/lifecycle.mjs';
import { Failure } from './lib/terminal.mjs';

await run(
  async () => {
    const role = process.argv[2];
    if (!['api', 'worker'].includes(role)) throw new Failure('Which role?', 'npm run api, or npm run worker');
    await bootstrap(import.meta.url);
    await launch(role, [role]);
  },
  { onInterrupt: 0 },
);
