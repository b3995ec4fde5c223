import { until } from '../../scripts/lib/commands.mjs';
import { median, rounded } from './support/figures.mjs';
import { loadHttp } from './support/load.mjs';
import { settle } from './support/settle.mjs';
import { signIn, startDurable, startRole, withClient } from './support/system.mjs';

const CONNECTIONS = 24;
const DRAINED_WITHIN = 120_000;

/**
 * So many processes of each kind (one, two and four) side by side on one database, in turns, the same load on all of them together:
 * `[{ api, worker, operation, rps, ratio }]`, medians, ratio to one process. What it can show ends with the machine's
 * cores, which load, PostgreSQL and Redis share.
 */
export async function measureProcesses({ rounds, seconds, deliveries, counts, say }) {
  const server = await startDurable();
  const turns = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const count of counts) {
      say(`${count} API ${count === 1 ? 'process' : 'processes'}, round ${round + 1} of ${rounds}`);
      turns.push(...(await loadApis(server.environment, count, seconds)));
    }
  }
  await withClient(server.postgres.ownerUrl, (client) => settle(server, client));
  for (let round = 0; round < rounds; round += 1) {
    for (const count of counts) {
      say(`${count} worker ${count === 1 ? 'process' : 'processes'}, round ${round + 1} of ${rounds}`);
      turns.push(await drain(server, count, deliveries));
    }
  }
  return summary(turns);
}

async function loadApis(environment, count, seconds) {
  const apis = await several('api', environment, count);
  const token = await signIn(apis[0].url, 'broker1');
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const post = { method: 'POST', path: '/api/v1/prospects', headers, body: JSON.stringify(PROSPECT) };
  const made = await fetch(`${apis[0].url}${post.path}`, post);
  const { id } = await made.json();
  const get = { method: 'GET', path: `/api/v1/prospects/${id}`, headers };
  const turns = [];
  for (const [operation, request] of [
    ['GET one prospect', get],
    ['POST prospect', post],
  ]) {
    // Each process reads its code and fills its caches before it counts.
    await together(apis, request, seconds);
    turns.push({ api: count, worker: 0, operation, rps: await together(apis, request, seconds) });
  }
  await Promise.all(apis.map((api) => api.stop()));
  return turns;
}

/** Requests a second that all processes answer, each with its share of the connections. */
async function together(apis, request, seconds) {
  const load = ({ url, pid }) =>
    loadHttp({ url, pid, next: () => request, connections: CONNECTIONS / apis.length, seconds });
  const answered = await Promise.all(apis.map(load));
  return answered.reduce((sum, { rps }) => sum + rps, 0);
}

/** The feed's deliveries of the prospects just made, due anew in one commit; the rate until the last is done. */
async function drain({ environment, postgres, redis }, count, deliveries) {
  return withClient(postgres.ownerUrl, async (client) => {
    const workers = await several('worker', { ...environment, ...(redis && { REDIS_URL: redis.url }) }, count);
    const { rowCount } = await client.query(
      `WITH chosen AS (SELECT event_id FROM event_delivery WHERE subscriber = 'activity' ORDER BY event_id LIMIT $1),
       forgotten AS (DELETE FROM activity USING chosen WHERE activity.event_id = chosen.event_id)
       UPDATE event_delivery SET status = 'pending', forwards = 0, attempts = 0, done_at = NULL, next_at = clock_timestamp()
       FROM chosen WHERE event_delivery.event_id = chosen.event_id AND subscriber = 'activity'`,
      [deliveries],
    );
    const began = performance.now();
    await client.query(`SELECT pg_notify('crm_deliveries', '')`);
    const done = await until(
      async () => {
        const { rows } = await client.query(
          `SELECT FROM event_delivery WHERE status IN ('pending', 'forwarded') LIMIT 1`,
        );
        return rows.length === 0;
      },
      DRAINED_WITHIN,
      20,
    );
    const seconds = (performance.now() - began) / 1000;
    await Promise.all(workers.map((worker) => worker.stop()));
    if (!done)
      throw new Error(`${count} workers did not bring ${rowCount} deliveries within ${DRAINED_WITHIN / 1000} s`);
    return {
      api: 0,
      worker: count,
      operation: `deliveries (${redis ? 'redis' : 'postgres'})`,
      rps: rowCount / seconds,
    };
  });
}

function several(role, environment, count) {
  return Promise.all(Array.from({ length: count }, () => startRole(role, environment)));
}

function summary(turns) {
  const cases = Map.groupBy(turns, ({ api, worker, operation }) => `${operation} ${api} ${worker}`);
  const rows = [...cases.values()].map((same) => ({ ...same[0], rps: rounded(median(same.map(({ rps }) => rps)), 1) }));
  const one = (operation) => rows.find((row) => row.operation === operation && row.api + row.worker === 1);
  return rows.map((row) => ({ ...row, ratio: rounded(row.rps / one(row.operation).rps, 2) }));
}

const PROSPECT = {
  type: 'individual',
  first_name: 'Marco',
  last_name: 'Rossi',
  email: 'marco.rossi@example.com',
  phone: '+39 333 1234567',
  birth_date: '1985-03-15',
};
