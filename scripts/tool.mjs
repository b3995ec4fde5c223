import { bootstrap } from './bootstrap.mjs';
import { runTool } from './lib/launch.mjs';
import { run } from './lib/lifecycle.mjs';
import { Failure } from './lib/terminal.mjs';

/** `node scripts/tool.mjs verify|rebuild|backfill [its arguments]`. */
await run(async () => {
  const [name, ...args] = process.argv.slice(2);
  if (!['verify', 'rebuild', 'backfill'].includes(name))
    throw new Failure('Which tool?', 'npm run events:verify, npm run rebuild, or npm run backfill');
  await bootstrap(import.meta.url);
  return runTool(name, args);
});
