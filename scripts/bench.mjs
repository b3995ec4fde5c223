import { bootstrap, ensureBuilt } from './bootstrap.mjs';
import { run } from './lib/lifecycle.mjs';

/** `npm run bench [-- --quick] [--only http,profile,deliveries,contracts,login,memory,growth,processes]` */
await run(async () => {
  await bootstrap(import.meta.url);
  await ensureBuilt();
  const { bench } = await import('../test/bench/bench.mjs');
  return bench(process.argv.slice(2));
});
