// How long `events:verify` takes: makes so many sealed events in a database of its own, then runs it as an operator would.
//   node test/faults/million-events.mjs [count, 1,000,000 unless told]
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { bootstrap, ensureBuilt } from '../../scripts/bootstrap.mjs';
import { inProject } from '../../scripts/lib/commands.mjs';
import { throwAwayDir } from '../../scripts/lib/folders.mjs';
import { run } from '../../scripts/lib/lifecycle.mjs';
import { duration, say, step } from '../../scripts/lib/terminal.mjs';
import { startTestServices } from '../../scripts/lib/test-services.mjs';

const COUNT = Number(process.argv[2] ?? 1_000_000);
const AT_ONCE = 5000;
/** Events of one policy: it is issued, its contract made and confirmed, and paid every month. */
const TYPES = [
  'PolicyCreated',
  'PolicyContractGenerated',
  'PolicyConfirmationSent',
  ...Array.from({ length: 12 }, () => 'InstalmentPaid'),
];
const SEAL_KEY = 'a-seal-key-of-the-measurement-and-nothing-else';

await run(async () => {
  await bootstrap(import.meta.url);
  await ensureBuilt();
  const services = await startTestServices({ withRedis: false });
  const folder = await throwAwayDir('million');
  const environment = {
    ...services.environment,
    SEAL_KEY,
    DATA_DIR: folder,
    DATABASE_URL: services.postgres.url,
    DATABASE_OWNER_URL: services.postgres.ownerUrl,
  };
  await program('migrate', environment);
  const { default: pg } = await import('pg');
  await import(inProject('dist/src/platform/database/data-source.js'));
  const client = new pg.Client({ connectionString: services.postgres.url });
  await client.connect();
  await step(`${COUNT.toLocaleString('en')} events`, (note) => store(client, note));
  await step('seals', (note) => seal(client, folder, note));
  await client.end();
  const owner = new pg.Client({ connectionString: services.postgres.ownerUrl });
  await owner.connect();
  await owner.query('ANALYZE');
  await owner.end();
  const began = performance.now();
  const { code, rss } = await program('verify', environment, 'inherit');
  say(`${duration(performance.now() - began)} from start to end, ${Math.round(rss / 1024)} MB resident at most`);
  return code;
});

async function store(client, note) {
  const { hashOf } = await import(inProject('dist/src/platform/event-store/event-store.js'));
  let stored = 0;
  let hash = '';
  while (stored < COUNT) {
    const rows = [];
    for (; rows.length < AT_ONCE && stored < COUNT; stored += 1) {
      const event = eventOf(stored);
      const previous = event.version === 1 ? '' : hash;
      hash = hashOf(previous, event);
      rows.push({ ...event, prev_hash: previous, hash });
    }
    await client.query(
      `INSERT INTO event_store (event_id, event_type, aggregate_type, aggregate_id, version, data, metadata, schema_version, occurred_at, prev_hash, hash)
       SELECT event_id, event_type, aggregate_type, aggregate_id, version, data, metadata, schema_version, occurred_at,
         decode(prev_hash, 'hex'), decode(hash, 'hex')
       FROM jsonb_to_recordset($1::jsonb) AS event(event_id uuid, event_type text, aggregate_type text, aggregate_id text,
         version int, data jsonb, metadata jsonb, schema_version int, occurred_at timestamptz, prev_hash text, hash text)`,
      [JSON.stringify(rows)],
    );
    note(`${Math.floor((stored / COUNT) * 100)} %`);
  }
}

/** As large and as nested as the system's own. */
function eventOf(index) {
  const policy = Math.floor(index / TYPES.length) + 1;
  const version = (index % TYPES.length) + 1;
  return {
    event_id: randomUUID(),
    event_type: TYPES[version - 1],
    aggregate_type: 'policy',
    aggregate_id: String(policy),
    version,
    data: {
      policy_number: `INS-2026-${String(policy).padStart(6, '0')}`,
      prospect_id: policy,
      term: 1,
      number: version,
      amount: '108.80',
      provider: 'generali',
      premium_breakdown: {
        base: '500.00',
        factors: [
          { name: 'age', value: '1.50' },
          { name: 'risk', value: '1.20' },
        ],
      },
      sealed: { subject: `prospect:${policy}`, box: 'b64:'.padEnd(180, 'x') },
    },
    metadata: {
      user_id: 5,
      role: 'broker',
      source: 'api',
      timestamp: '2026-11-25T08:00:00.000Z',
      correlation_id: randomUUID(),
      causation_id: null,
      ip: null,
    },
    schema_version: 1,
    occurred_at: '2026-11-25T08:00:00.000Z',
  };
}

/** By the system's own sealer, on one connection. */
async function seal(client, folder, note) {
  const { Sealer } = await import(inProject('dist/src/platform/event-store/sealer.js'));
  const units = {
    query: async (sql, values) => (await client.query(sql, values)).rows,
    run: async (work) => {
      await client.query('BEGIN');
      const result = await work();
      await client.query('COMMIT');
      return result;
    },
  };
  note("by the system's own sealer");
  await new Sealer(units, { SEAL_KEY, DATA_DIR: folder }).sealDue();
}

/** Answers the exit code and the most memory that was resident, in KB. */
async function program(name, environment, stdio = 'ignore') {
  const child = spawn(process.execPath, [inProject(`dist/bundle/${name}.js`)], {
    env: environment,
    stdio: ['ignore', stdio, 'inherit'],
  });
  let rss = 0;
  const looks = setInterval(() => {
    try {
      rss = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? rss);
    } catch {
      // Gone, or a system without /proc: the figure stays as it is.
    }
  }, 200);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(looks);
  if (name === 'migrate' && code !== 0) throw new Error(`migrating ended with ${code}`);
  return { code, rss };
}
