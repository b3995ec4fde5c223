import { startLimit } from './support/child.mjs';
import { loadHttp } from './support/load.mjs';
import { cpuMicroseconds } from './support/processes.mjs';
import { rounded } from './support/figures.mjs';
import { compare } from './support/rounds.mjs';
import { PASSWORD, startRole } from './support/system.mjs';
import { Watcher } from './support/watched.mjs';

/** One after the other on one connection, so that a login's time is compared with argon2's own. */
const LINES = 1;
const USERS = ['broker1', 'broker2', 'broker3', 'affiliate1', 'manager1', 'manager2', 'head_sales', 'admin'];

/** Logins beside argon2 alone: `{ rows, parts }`, the second telling what one waits for, `[{ part, ms }]`. */
export async function measureLogin(server, { rounds, seconds, warmUp, say }) {
  say('login');
  const clock = new Watcher('timed-statements.mjs', 'TIMINGS', server.folder);
  const api = await startRole('api', { ...server.environment, ...clock.environment });
  const argon2 = await startLimit('argon2.mjs', process.env);
  let turn = 0;
  const next = () => ({
    method: 'POST',
    path: '/api/v1/auth/login',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: USERS[(turn += 1) % USERS.length], password: PASSWORD }),
  });
  const ours = (short) =>
    loadHttp({ url: api.url, pid: api.pid, next, connections: LINES, seconds: short ? warmUp : seconds });
  const limit = async (short) => {
    const before = cpuMicroseconds(argon2.pid);
    const result = await argon2.ask({ seconds: short ? warmUp : seconds, lines: LINES });
    const after = cpuMicroseconds(argon2.pid);
    return { ...result, cpu_us: before === null ? null : (after - before) / result.requests };
  };
  const row = await compare('login (limit: argon2 alone)', { rounds, ours, limit });
  const [{ commits, others }, { p50_ms, requests }] = await clock.watch(api.pid, () => ours(false));
  const { p50_ms: alone } = await argon2.ask({ seconds, lines: LINES });
  await Promise.all([argon2.stop(), api.stop()]);
  const waits = [
    ['argon2 alone', alone],
    [`${rounded(commits.count / requests, 1)} commit, on the disk when it is answered`, commits.ms / requests],
    [`${rounded(others.count / requests, 1)} other statements, one after the other`, others.ms / requests],
  ];
  const rest = p50_ms - waits.reduce((sum, [, ms]) => sum + ms, 0);
  return { rows: [row], parts: [...waits, ['the rest', rest]].map(([part, ms]) => ({ part, ms: rounded(ms, 2) })) };
}
