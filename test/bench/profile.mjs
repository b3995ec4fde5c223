import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inProject, until } from '../../scripts/lib/commands.mjs';
import { startLimit } from './support/child.mjs';
import { rounded } from './support/figures.mjs';
import { loadHttp } from './support/load.mjs';
import { sharesOf } from './support/shares.mjs';
import { startRole } from './support/system.mjs';

const WRITTEN_WITHIN_MS = 30_000;
const PRELOAD = pathToFileURL(inProject('test/bench/support/profiled.mjs')).href;

/**
 * Where the time of an operation goes on both sides: `[{ operation, part, ours_us, limit_us }]`, microseconds of CPU time for one request, while
 * a profiler looks on. `operations` are those of the bench over HTTP, `[operation, next]`; a token outlives the process that gave it.
 */
export async function measureProfile(server, operations, { seconds, warmUp, say }) {
  const file = path.join(server.folder, 'cpu-profile.json');
  const environment = { ...server.environment, NODE_OPTIONS: `--import ${PRELOAD}`, PROFILE: file };
  const rows = [];
  for (const [operation, next] of operations) {
    say(`profile of ${operation}`);
    const ours = await profiled(await startRole('api', environment), file, { next, seconds, warmUp });
    const limit = await profiled(await startLimit('server.mjs', environment), file, { next, seconds, warmUp });
    for (const part of new Set([...ours.keys(), ...limit.keys()])) {
      rows.push({ operation, part, ours_us: rounded(ours.get(part) ?? 0), limit_us: rounded(limit.get(part) ?? 0) });
    }
  }
  return rows;
}

/** Microseconds a request by part, of a warm process, which is stopped afterwards. */
async function profiled(side, file, { next, seconds, warmUp }) {
  const load = (most) => loadHttp({ url: side.url, pid: side.pid, next, seconds: most });
  await load(warmUp);
  process.kill(side.pid, 'SIGUSR2');
  const { cpu_us: each } = await load(seconds);
  if (each === null) throw new Error('This system does not tell how much CPU time a process has used.');
  process.kill(side.pid, 'SIGUSR2');
  if (!(await until(() => existsSync(`${file}.done`), WRITTEN_WITHIN_MS, 50))) throw new Error('no profile was written');
  const shares = sharesOf(JSON.parse(readFileSync(file, 'utf8')));
  rmSync(`${file}.done`);
  await side.stop();
  return new Map([...shares].map(([part, share]) => [part, share * each]));
}
