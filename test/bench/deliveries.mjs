import { sleep } from '../../scripts/lib/commands.mjs';
import { startLimit } from './support/child.mjs';
import { quantile, rounded } from './support/figures.mjs';
import { cpuMicroseconds } from './support/processes.mjs';
import { compare } from './support/rounds.mjs';
import { settle } from './support/settle.mjs';
import { tidily } from './support/started.mjs';
import { signIn, startRole, withClient } from './support/system.mjs';

const EACH_MS = 60_000;

/**
 * Deliveries per second through relay and worker, and how long an idle system takes from a commit to the effect. The deliveries are those
 * of the feed, whose effect is one row, for the facts that the operations over HTTP have left; every turn makes them due anew.
 */
export async function measureDeliveries(server, { deliveries, rounds, probes, say, attempt }) {
  const rows = [];
  const latency = [];
  for (const queue of ['redis', 'postgres']) {
    if (queue === 'redis' && !server.redis) {
      say('no Redis could be had: its half is not measured');
      continue;
    }
    const environment = { ...server.environment, ...(queue === 'redis' && { REDIS_URL: server.redis.url }) };
    await attempt(`deliveries: ${queue}`, () =>
      tidily(() =>
        withClient(server.postgres.ownerUrl, async (client) => {
          say(`deliveries through ${queue}`);
          await settle(server, client);
          const count = await owedAtMost(client, deliveries);
          const ours = () => drained(client, count, () => startRole('worker', environment));
          const limit = () => drained(client, count, () => startLimit('deliveries.mjs', environment));
          rows.push(
            await compare('deliveries through relay and worker', { queue, rounds, ours, limit, warmUp: false }),
          );
          say(`from commit to effect, idle, through ${queue}`);
          latency.push({ queue, ...(await commitToEffect(client, environment, probes)) });
        }),
      ),
    );
  }
  return { rows, latency };
}

/** How many deliveries of the feed there are to be made due. */
async function owedAtMost(client, wanted) {
  const {
    rows: [{ count }],
  } = await client.query(
    `SELECT least($1::int, count(*))::int AS count FROM event_delivery WHERE subscriber = 'activity'`,
    [wanted],
  );
  return count;
}

/** One turn: the program runs and is warm, then so many deliveries become due in one commit; the rate until the last is done. */
async function drained(client, count, start) {
  const program = await start();
  await due(client, Math.min(100, count));
  await allDone(client);
  await due(client, count);
  const [cpu, began] = [cpuMicroseconds(program.pid), performance.now()];
  await client.query(`SELECT pg_notify('crm_deliveries', '')`);
  await allDone(client);
  const seconds = (performance.now() - began) / 1000;
  const used = cpuMicroseconds(program.pid);
  await program.stop();
  return { rps: count / seconds, cpu_us: used === null ? null : (used - cpu) / count };
}

async function due(client, count) {
  await client.query(
    `
    WITH chosen AS (SELECT event_id FROM event_delivery WHERE subscriber = 'activity' ORDER BY event_id LIMIT $1),
    forgotten AS (DELETE FROM activity USING chosen WHERE activity.event_id = chosen.event_id)
    UPDATE event_delivery SET status = 'pending', forwards = 0, attempts = 0, done_at = NULL, next_at = clock_timestamp()
    FROM chosen WHERE event_delivery.event_id = chosen.event_id AND subscriber = 'activity'`,
    [count],
  );
}

async function allDone(client) {
  for (const end = performance.now() + EACH_MS; performance.now() < end; await sleep(20)) {
    const { rows } = await client.query(
      `SELECT 1 FROM event_delivery WHERE status IN ('pending', 'forwarded') AND subscriber = 'activity' LIMIT 1`,
    );
    if (rows.length === 0) return;
  }
  throw new Error(`The deliveries were not all done within ${EACH_MS / 1000} s.`);
}

/** Real commands on an idle system, one after the other: from the moment of the answer's fact to the moment its feed entry was done. */
async function commitToEffect(client, environment, probes) {
  const worker = await startRole('worker', environment);
  const api = await startRole('api', environment);
  const headers = { authorization: `Bearer ${await signIn(api.url, 'broker1')}`, 'content-type': 'application/json' };
  const {
    rows: [{ now: since }],
  } = await client.query('SELECT clock_timestamp() AS now');
  const person = {
    type: 'individual',
    first_name: 'Idle',
    last_name: 'Hands',
    email: 'idle.hands@example.com',
    phone: '+39 333 1234567',
  };
  const answered = [];
  for (let probe = 0; probe < probes; probe += 1) {
    const answer = await fetch(`${api.url}/api/v1/prospects`, {
      method: 'POST',
      headers,
      body: JSON.stringify(person),
    });
    // The database's clock and ours are one machine's.
    answered.push([String((await answer.json()).id), Date.now()]);
    await sleep(100);
  }
  await allDone(client);
  await Promise.all([api.stop(), worker.stop()]);
  const { rows } = await client.query(
    `SELECT aggregate_id, extract(epoch FROM done_at) * 1000 AS done FROM event_delivery WHERE subscriber = 'activity' AND created_at >= $1`,
    [since],
  );
  const done = new Map(rows.map((row) => [row.aggregate_id, Number(row.done)]));
  const waited = answered.filter(([id]) => done.has(id)).map(([id, at]) => Math.max(0, done.get(id) - at));
  return {
    probes: waited.length,
    p50_ms: rounded(quantile(waited, 0.5), 1),
    p99_ms: rounded(quantile(waited, 0.99), 1),
  };
}
