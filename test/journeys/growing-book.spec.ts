import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { WordsAndNames1764000003000 } from '../../migrations/1764000003000-words-and-names.js';
import { WordsFound1764000003010 } from '../../migrations/1764000003010-words-found.js';
import { SUBSCRIPTIONS } from '../../src/sagas/queues.js';
import { loadBook } from '../bench/growth/book.mjs';
import { growingTables, scannedBy, type Statement, takeStatements } from '../bench/growth/plans.mjs';
import { IDS, readingRoutes } from '../bench/growth/routes.mjs';
import { type Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { MARCO, must, quoteOf } from '../support/journey.js';
import { System } from '../support/system.js';

const PROSPECTS = 5000;
const GROWN = 200;

/**
 * On a book this small PostgreSQL rightly reads many a table whole. So it is told not to, and where it still does, no index could ever help.
 */
describe('a book that grows', () => {
  let system: System;
  let folder: string;
  let statements: string;
  let database: pg.Client;
  let tables: Set<string>;
  let people: Record<'broker' | 'manager' | 'admin', Client>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crm-statements-'));
    statements = join(folder, 'statements');
    await writeFile(statements, '');
    system = await System.start({
      worker: false,
      environment: {
        NODE_OPTIONS: '--import=./test/bench/growth/record-statements.mjs',
        RECORD_STATEMENTS: statements,
        LAPSE_UNPAID_DAYS: '30',
      },
    });
    const admin = new URL(process.env.TEST_DATABASE_ADMIN_URL!);
    admin.pathname = new URL(system.database.url).pathname;
    await loadBook(admin.href, PROSPECTS, (type, aggregate) => SUBSCRIPTIONS.subscribersOf(type, aggregate));
    database = new pg.Client({ connectionString: admin.href });
    await database.connect();
    tables = await growingTables(database, GROWN);
    people = {
      broker: await system.signIn('growth201'),
      manager: await system.signIn('growth101'),
      admin: await system.signIn('admin'),
    };
  }, 120_000);

  afterAll(async () => {
    await database?.end();
    await system?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function scannedDuring(what: string, work: () => Promise<unknown>): Promise<string[]> {
    takeStatements(statements);
    await work();
    const scans: string[] = [];
    for (const statement of takeStatements(statements)) {
      const scanned = await scannedBy(database, statement, tables, { avoidable: true });
      if (scanned.length > 0) scans.push(`${what} reads all of ${scanned.join(', ')}: ${oneLine(statement)}`);
    }
    return scans;
  }

  it('knows which tables grow, and finds a statement that reads one whole', async () => {
    expect([...tables]).toEqual(
      expect.arrayContaining([
        'prospect',
        'comparison',
        'quote',
        'policy',
        'contract',
        'commission',
        'activity',
        'event_store',
        'event_sequence',
        'event_delivery',
      ]),
    );
    expect(
      await scannedBy(database, { text: 'SELECT id FROM prospect WHERE notes = $1', values: ['x'] }, tables, {
        avoidable: true,
      }),
    ).toEqual(['prospect']);
    expect(
      await scannedBy(database, { text: 'SELECT id FROM prospect WHERE id = $1', values: [7] }, tables, {
        avoidable: true,
      }),
    ).toEqual([]);
  });

  it('is never read whole by a route that reads, whatever the filter and the order', async () => {
    const [ids] = await system.query<Record<string, number>>(IDS);
    const scans = [];
    for (const [role, path] of readingRoutes(ids!)) {
      scans.push(...(await scannedDuring(`${path} as ${role}`, async () => must(await people[role].get(path), 200))));
    }
    expect(scans).toEqual([]);
  }, 120_000);

  it('takes the words that people are found by when it comes to them late, in batches, and the same as if they had been there before', async () => {
    const words = () => system.query('SELECT id, words, list_name FROM prospect ORDER BY id');
    const before = await words();
    const owner = await new DataSource({
      type: 'postgres',
      url: system.database.ownerUrl,
      migrations: [WordsAndNames1764000003000, WordsFound1764000003010],
      migrationsTransactionMode: 'each',
    }).initialize();
    try {
      for (const migration of [WordsFound1764000003010, WordsAndNames1764000003000]) {
        await system.query('DELETE FROM migrations WHERE timestamp > $1', [Number(/\d+$/.exec(migration.name)![0])]);
        await owner.undoLastMigration();
      }
      expect(
        await system.query(
          `SELECT FROM information_schema.columns WHERE table_name = 'prospect' AND column_name = 'words'`,
        ),
      ).toEqual([]);
      expect(await owner.runMigrations()).toHaveLength(2);
    } finally {
      await owner.destroy();
    }
    expect(before.length).toBeGreaterThan(PROSPECTS - 1);
    expect(await words()).toEqual(before);
    expect(await system.query(`SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid`)).toEqual([]);
  });

  it('has an index that knows the letters of every script', async () => {
    for (const name of ['Иванов', 'Παπαδοπουλος', 'الخطيب', '王小明', '김민수', 'রহমান']) {
      expect([name, (await system.query('SELECT show_trgm($1) AS parts', [name]))[0].parts]).toEqual([
        name,
        expect.arrayContaining([expect.anything()]),
      ]);
    }
  });

  it('nor by what makes a prospect a customer', async () => {
    const { manager } = people;
    const scans = await scannedDuring('the journey', async () => {
      const { id } = must(await manager.post('/prospects', MARCO), 201);
      const read = await manager.get(`/prospects/${id}`);
      must(
        await manager.patch(
          `/prospects/${id}`,
          { notes: 'Called' },
          { headers: { 'if-match': read.headers.get('etag')! } },
        ),
        200,
      );
      const need = { prospect_id: id, insurance_type: 'life', coverage_amount: 100_000 };
      must(await manager.post('/eligibility/check', need), 200);
      must(
        await manager.post(
          `/policies/${quoteOf(must(await manager.post('/quotes/generate', need), 201), 'axa')}/accept`,
        ),
        201,
      );
      const [pending] = await system.query<{ id: number }>(
        `SELECT id FROM commission WHERE status = 'pending' AND beneficiary_id BETWEEN 201 AND 210 LIMIT 1`,
      );
      must(await manager.post(`/commissions/${pending!.id}/approve`), 200);
      const mistaken = must(await manager.post('/prospects', MARCO), 201);
      must(await manager.delete(`/prospects/${mistaken.id}`), 204);
    });
    expect(scans).toEqual([]);
  });

  it('nor by the sweeps: each has an index in the order in which it looks, and of nothing but what it may find', async () => {
    await system.worker.start();
    await eventually(async () => expect(await readFile(statements, 'utf8')).toContain('chase_on <= $1'));
    await system.worker.stop();
    const sweeps = takeStatements(statements).filter(({ text }) =>
      /^\s*SELECT (quote|policy)\.id FROM \1\s[\s\S]* SKIP LOCKED$/.test(text),
    );
    expect(sweeps.length).toBeGreaterThan(0);
    const indexes = new Set<string | undefined>();
    // What is sorted afterwards may have been found by anything.
    await database.query('SET enable_sort = off');
    for (const { text, values } of sweeps) {
      const { rows } = await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
      indexes.add(/Index Scan using (\w+)/.exec(rows.map((row) => row['QUERY PLAN']).join('\n'))?.[1]);
    }
    expect(indexes).toEqual(new Set(['quote_open', 'policy_active_end', 'policy_renewable', 'policy_chase']));
  });
});

function oneLine({ text }: Statement): string {
  return text.replace(/\s+/g, ' ').slice(0, 300);
}
