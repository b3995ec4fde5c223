import { heading, paint, say } from '../../scripts/lib/terminal.mjs';
import { measureHttp } from './http.mjs';
import { startDurable } from './support/system.mjs';

/** Everything that is measured, how long and on how much. */
const FULL = { rounds: 3, seconds: 4, prospects: 100_000 };
const QUICK = { rounds: 1, seconds: 1.5, prospects: 20_000 };

export async function bench(args) {
  const quick = args.includes('--quick');
  const plan = { ...(quick ? QUICK : FULL), say: (text) => say(paint.dim(`… ${text}`)) };
  heading(`What this machine carries${quick ? ', in short' : ''}`);
  const server = await startDurable();
  const http = await measureHttp(server, plan);
  console.table(http.rows);
}
