import { bootstrap, ensureBuilt } from './bootstrap.mjs';
import { readArguments } from './lib/arguments.mjs';
import { run } from './lib/lifecycle.mjs';

const HELP = `npm run bench -- [--quick] [--only PARTS] [--against FILE]
  --quick  the short form, which leaves docs/performance.md alone
  --only   some of http,profile,deliveries,contracts,login,memory,growth,processes
  --against  the compiled API of another build: the operations over HTTP of both, in turns, and nothing else`;

await run(async () => {
  readArguments(HELP, { quick: { type: 'boolean' }, only: { type: 'string' }, against: { type: 'string' } });
  await bootstrap(import.meta.url);
  await ensureBuilt();
  const { bench } = await import('../test/bench/bench.mjs');
  return bench(process.argv.slice(2));
});
