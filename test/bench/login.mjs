import { startLimit } from './support/child.mjs';
import { loadHttp } from './support/load.mjs';
import { cpuMicroseconds } from './support/processes.mjs';
import { compare } from './support/rounds.mjs';
import { PASSWORD } from './support/system.mjs';

/** One after the other on one connection, so that a login's time is compared with argon2's own. */
const LINES = 1;
const USERS = ['broker1', 'broker2', 'broker3', 'affiliate1', 'manager1', 'manager2', 'head_sales', 'admin'];

export async function measureLogin(api, { rounds, seconds, warmUp, say }) {
  say('login');
  const argon2 = await startLimit('argon2.mjs', process.env);
  let turn = 0;
  const next = () => ({
    method: 'POST', path: '/api/v1/auth/login', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: USERS[(turn += 1) % USERS.length], password: PASSWORD }),
  });
  const ours = (short) => loadHttp({ url: api.url, pid: api.pid, next, connections: LINES, seconds: short ? warmUp : seconds });
  const limit = async (short) => {
    const before = cpuMicroseconds(argon2.pid);
    const result = await argon2.ask({ seconds: short ? warmUp : seconds, lines: LINES });
    const after = cpuMicroseconds(argon2.pid);
    return { ...result, cpu_us: before === null ? null : (after - before) / result.requests };
  };
  const row = await compare('login (limit: argon2 alone)', { rounds, ours, limit });
  await argon2.stop();
  return [row];
}
