import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { checkInvariants } from '../support/invariants.js';
import { aPolicy, must } from '../support/journey.js';
import { approve, commissionsOf } from '../support/money.js';
import { Program } from '../support/program.js';
import { System } from '../support/system.js';

jest.setTimeout(180_000);

let system: System;
let restored: pg.Pool;
let worker: Program;
let name: string;
const accepted: number[] = [];

/** The database's URL for a role of the test server, with another database name. */
function urlOf(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

async function asAdmin(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: urlOf(process.env.TEST_DATABASE_ADMIN_URL!, 'postgres') });
  await admin.connect();
  await admin.query(sql);
  await admin.end();
}

const subscribers = `SELECT subscriber, status, count(*)::int AS count FROM event_delivery GROUP BY 1, 2 ORDER BY 1, 2`;

beforeAll(async () => {
  system = await System.start();
  const broker = await system.as('broker1');
  const done = await aPolicy(broker, 'axa', { email: 'done@example.com' });
  await system.quiet();
  const earned = await approve(system, await commissionsOf(system, done.id));
  must(await (await system.as('admin')).post('/commissions/payouts', { ids: earned.map((row) => row.id) }), 201);
  await system.quiet();
  // The second policy's work is all still owed when the backup is taken.
  await system.worker.stop();
  const owed = await aPolicy(broker, 'generali', { email: 'owed@example.com' });
  accepted.push(done.quote_id, owed.quote_id);
  await system.api.stop();
  await system.db.end();
  const original = new URL(system.database.url).pathname.slice(1);
  name = `${original}_restored`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${original} OWNER crm_owner`);
  restored = new pg.Pool({ connectionString: urlOf(system.database.ownerUrl, name), max: 2 });
  restored.on('error', () => {});
  // A backup of the database knows nothing of the queues.
  const { rows: tables } = await restored.query(
    `SELECT format('bullmq.%I', tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq' AND tablename NOT LIKE '%migration%'`,
  );
  await restored.query(`TRUNCATE ${tables.map((table) => table.name).join(', ')} CASCADE`);
  worker = new Program('worker.js', { ...system.environment, DATABASE_URL: urlOf(system.database.url, name) });
});

afterAll(async () => {
  await worker?.stop();
  await restored?.end();
  if (name) await asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await system?.database.drop();
});

describe('a database put back from a backup, its queues empty', () => {
  it('goes on with what was owed and repeats nothing', async () => {
    const before = await system.mails();
    expect((await restored.query(subscribers)).rows.filter(({ status }) => status === 'pending')).not.toEqual([]);
    await worker.start();
    await eventually(async () => {
      const { rows } = await restored.query(
        `SELECT subscriber, status FROM event_delivery WHERE status NOT IN ('done', 'skipped')`,
      );
      expect(rows).toEqual([]);
    }, 90);
    const mails = await system.mails();
    const to = (address: string) =>
      mails.filter((mail) => (mail.to as any).text === address).map((mail) => mail.messageId);
    expect(to('done@example.com')).toHaveLength(2);
    expect(to('owed@example.com')).toHaveLength(2);
    expect(mails.length - before.length).toBe(2);
    expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(mails.length);
    const { rows: sent } = await restored.query('SELECT attempts FROM mail WHERE attempts <> 1');
    expect(sent).toEqual([]);
    const { rows: commissions } = await restored.query(
      'SELECT policy_id, count(*)::int AS count FROM commission GROUP BY 1 ORDER BY 1',
    );
    expect(commissions.map(({ count }) => count)).toEqual([2, 2]);
    const { rows: contracts } = await restored.query('SELECT policy_id FROM contract ORDER BY 1');
    expect(contracts).toHaveLength(2);
  });

  it('pays nothing again', async () => {
    const { rows: paid } = await restored.query(
      'SELECT policy_id, status, count(*)::int AS count FROM commission GROUP BY 1, 2 ORDER BY 1',
    );
    expect(paid.map(({ status, count }) => ({ status, count }))).toEqual([
      { status: 'paid', count: 2 },
      { status: 'pending', count: 2 },
    ]);
    expect(
      (await restored.query('SELECT commission_id FROM payout JOIN payout_item ON payout_id = payout.id')).rows,
    ).toHaveLength(2);
    const query = async (sql: string, values?: unknown[]) => (await restored.query(sql, values)).rows;
    expect(await checkInvariants(Object.create(system, { query: { value: query } }) as System, { accepted })).toEqual(
      [],
    );
  });

  it('is sealed on as a database of its own', async () => {
    await eventually(async () => expect((await restored.query('SELECT * FROM event_unsealed')).rows).toEqual([]));
    const {
      rows: [{ events, sealed }],
    } = await restored.query(
      'SELECT (SELECT count(*)::int FROM event_store) AS events, (SELECT max(sequence)::int FROM event_sequence) AS sealed',
    );
    expect(sealed).toBe(events);
    expect(worker.output).not.toContain('events are not being sealed');
  });
});
