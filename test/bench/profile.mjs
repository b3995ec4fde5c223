import { startLimit } from './support/child.mjs';
import { rounded } from './support/figures.mjs';
import { loadHttp } from './support/load.mjs';
import { sharesOf } from './support/shares.mjs';
import { startRole } from './support/system.mjs';
import { Watcher } from './support/watched.mjs';

/**
 * Where the time of an operation goes on both sides: `[{ operation, part, ours_us, limit_us }]`, microseconds of CPU time for one request, while
 * a profiler looks on. `operations` are those of the bench over HTTP, `[operation, next]`; a token outlives the process that gave it.
 */
export async function measureProfile(server, operations, { seconds, warmUp, say }) {
  const profiler = new Watcher('profiled.mjs', 'PROFILE', server.folder);
  const environment = { ...server.environment, ...profiler.environment };
  const rows = [];
  for (const [operation, next] of operations) {
    say(`profile of ${operation}`);
    const ours = await profiled(await startRole('api', environment), profiler, { next, seconds, warmUp });
    const limit = await profiled(await startLimit('server.mjs', environment), profiler, { next, seconds, warmUp });
    for (const part of new Set([...ours.keys(), ...limit.keys()])) {
      rows.push({ operation, part, ours_us: rounded(ours.get(part) ?? 0), limit_us: rounded(limit.get(part) ?? 0) });
    }
  }
  return rows;
}

/** Microseconds a request by part, of a warm process, which is stopped afterwards. */
async function profiled(side, profiler, { next, seconds, warmUp }) {
  const load = (most) => loadHttp({ url: side.url, pid: side.pid, next, seconds: most });
  await load(warmUp);
  const [profile, { cpu_us: each }] = await profiler.watch(side.pid, () => load(seconds));
  await side.stop();
  if (each === null) throw new Error('This system does not tell how much CPU time a process has used.');
  return new Map([...sharesOf(profile)].map(([part, share]) => [part, share * each]));
}
