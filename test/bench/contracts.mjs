import 'reflect-metadata';
import { sleep } from '../../scripts/lib/commands.mjs';
import { startLimit } from './support/child.mjs';
import { median, rounded } from './support/figures.mjs';
import { cpuMicroseconds, cpuMicrosecondsBelow } from './support/processes.mjs';
import { compare } from './support/rounds.mjs';
import { settle } from './support/settle.mjs';
import { sharesOf } from './support/shares.mjs';
import { startRole, withClient } from './support/system.mjs';
import { Watcher } from './support/watched.mjs';

const SECONDS_A_MINUTE = 60;
const EACH_MS = 120_000;

/**
 * Contracts per minute: policies that were issued get theirs through relay and worker, beside a bare Chromium that prints one of the same:
 * `{ rows, shares }`, the second telling whose CPU time a contract takes, `[{ process, ours_us, limit_us }]`, and by a profile what our program does. A Chromium gets faster for its
 * first hundred documents and more, so `contractsBefore` do not count.
 */
export async function measureContracts(server, { contracts, contractsBefore, rounds, say }) {
  say('contracts');
  const environment = { ...server.environment, ...(server.redis && { REDIS_URL: server.redis.url }) };
  return withClient(server.postgres.ownerUrl, async (client) => {
    await settle(server, client);
    const profiler = new Watcher('profiled.mjs', 'PROFILE', server.folder);
    const worker = await startRole('worker', { ...environment, ...profiler.environment });
    const chromium = await startLimit('contracts.mjs', environment);
    const html = await someContract(client, environment);
    const used = { ours: [], limit: [] };
    const turn =
      (side, { pid }, print) =>
      async (short) => {
        const count = short ? contractsBefore : contracts;
        const [program, below] = [cpuMicroseconds(pid), cpuMicrosecondsBelow(pid)];
        const rps = (await print(count)) * SECONDS_A_MINUTE;
        if (program === null) return { rps, cpu_us: null };
        const cpu = {
          program: (cpuMicroseconds(pid) - program) / count,
          chromium: (cpuMicrosecondsBelow(pid) - below) / count,
        };
        if (!short) used[side].push(cpu);
        return { rps, cpu_us: cpu.program + cpu.chromium };
      };
    const row = await compare('contracts (per minute, not per second)', {
      rounds,
      queue: server.redis ? 'redis' : 'postgres',
      ours: turn('ours', worker, (count) => printed(client, count)),
      limit: turn('limit', chromium, async (count) => (await chromium.ask({ html, count })).rps),
    });
    const [profile] = await profiler.watch(worker.pid, () => printed(client, contracts));
    await Promise.all([worker.stop(), chromium.stop()]);
    const of = (side, process) => rounded(median(used[side].map((turn) => turn[process])));
    const parts = [...sharesOf(profile)].map(([part, share]) => ({
      process: `program: ${part}`,
      ours_us: rounded(share * of('ours', 'program')),
      limit_us: null,
    }));
    return {
      rows: [row],
      shares: [
        ...['chromium', 'program'].map((process) => ({
          process,
          ours_us: of('ours', process),
          limit_us: of('limit', process),
        })),
        ...parts,
      ],
    };
  });
}

/** So many policies without a contract become due; how many a second until every one has it. */
async function printed(client, count) {
  const { rows } = await client.query(
    `
    UPDATE event_delivery SET status = 'pending', forwards = 0, attempts = 0, done_at = NULL, next_at = clock_timestamp()
    WHERE subscriber = 'contract-rendering' AND event_id IN (
      SELECT event_id FROM event_delivery WHERE subscriber = 'contract-rendering' AND result IS NULL AND last_error IS NULL LIMIT $1)
    RETURNING event_id`,
    [count],
  );
  if (rows.length < count) throw new Error('There are not enough policies without a contract.');
  const ids = rows.map(({ event_id }) => event_id);
  const began = performance.now();
  await client.query(`SELECT pg_notify('crm_deliveries', '')`);
  for (const end = began + EACH_MS; performance.now() < end; await sleep(20)) {
    const {
      rows: [{ open }],
    } = await client.query(
      `SELECT count(*) AS open FROM event_delivery WHERE subscriber = 'contract-rendering' AND event_id = ANY($1) AND status <> 'done'`,
      [ids],
    );
    if (Number(open) === 0) return count / ((performance.now() - began) / 1000);
  }
  throw new Error(`The contracts were not all printed within ${EACH_MS / 1000} s.`);
}

/** The HTML of one of these contracts, from the same template. */
async function someContract(client, { COMPANY_NAME = 'Insurance CRM', COMPANY_TIME_ZONE = 'Europe/Rome' }) {
  const { contractHtml } = await import('../../dist/src/modules/contracts/contract-html/contract-html.js');
  const { contractContent } = await import('../../dist/src/modules/contracts/render-contract/contract-content.js');
  const { termAsBegun } = await import('../../dist/src/modules/contracts/render-contract/term-as-begun.js');
  const { Catalogues } = await import('../../dist/src/modules/catalogue/catalogues.js');
  const {
    rows: [row],
  } = await client.query(`
    SELECT event.*, encode(event.hash, 'hex') AS hash, policy.declared, to_jsonb(prospect) AS prospect
    FROM event_store AS event JOIN policy ON policy.id = event.aggregate_id::int JOIN prospect ON prospect.id = policy.prospect_id
    WHERE event_type = 'PolicyCreated' LIMIT 1`);
  const event = {
    ...row,
    data: { ...row.data, declared: row.declared },
    occurred_at: new Date(row.occurred_at).toISOString(),
  };
  const catalogues = new Catalogues({ query: async (sql) => (await client.query(sql)).rows });
  await catalogues.refresh();
  return contractHtml(
    contractContent({
      begun: termAsBegun([event], 1),
      prospect: row.prospect,
      broker_name: 'broker1',
      catalogue: (await catalogues.list())[0],
      company: { name: COMPANY_NAME, time_zone: COMPANY_TIME_ZONE, public_url: 'http://127.0.0.1:3000' },
    }),
  );
}
