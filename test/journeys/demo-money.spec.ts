import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startWithDemoBook } from '../support/demo-book.js';
import { cents, workOut } from '../support/explanation.js';
import { must } from '../support/journey.js';
import { type System } from '../support/system.js';

jest.setTimeout(120_000);

describe('the money of the demo book', () => {
  let system: System;
  let rows: any[];

  beforeAll(async () => {
    system = await startWithDemoBook();
    const admin = await system.as('admin');
    rows = [];
    for (let skip = 0; ; skip += 100) {
      const page = must(await admin.get(`/commissions?limit=100&skip=${skip}`), 200);
      rows.push(...page);
      if (page.length < 100) break;
    }
  }, 300_000);
  afterAll(() => system?.end(), 60_000);

  it('comes of a funnel of 100, 60, 30 and 12, which waits for no worker', async () => {
    const { metrics } = must(await (await system.as('admin')).get('/dashboard?period=month'), 200);
    expect(metrics.pipeline).toMatchObject({
      conversion_rate: 12,
      reached: { created: 100, contacted: 60, quoted: 30, signed: 12 },
    });
    const [moved] = await system.query(`SELECT count(*)::int AS by_worker FROM event_store
      WHERE event_type = 'ProspectStatusChanged' AND metadata->>'source' = 'worker'`);
    expect(moved).toEqual({ by_worker: 0 });
    const [older] = await system.query(
      `SELECT count(*)::int AS customers FROM policy WHERE signed_at < company_now() - interval '9 months'`,
    );
    expect(older).toEqual({ customers: 40 });
  });

  it('stands in all three states, and some of it is taken back', () => {
    const count = (status: string) => rows.filter((row) => row.status === status && row.amount > 0).length;
    expect([count('pending') > 0, count('approved') > 0, count('paid') > 0]).toEqual([true, true, true]);
    const clawbacks = rows.filter((row) => row.commission_type === 'clawback');
    expect(clawbacks.length).toBeGreaterThan(0);
    expect(clawbacks.every((row) => row.status === 'pending' && row.amount < 0)).toBe(true);
    expect(new Set(clawbacks.map((row) => row.policy_id)).size).toBe(1);
  });

  it('was calculated once', async () => {
    const twice = await system.query(
      `SELECT policy_id FROM commission WHERE corrects_id IS NULL GROUP BY policy_id, term, beneficiary_role HAVING count(*) > 1`,
    );
    expect(twice).toEqual([]);
    const without = await system.query(
      `SELECT id FROM policy WHERE NOT EXISTS (SELECT FROM commission WHERE policy_id = policy.id)`,
    );
    expect(without).toEqual([]);
  });

  it('is explained to the cent, row by row', async () => {
    const admin = await system.as('admin');
    for (const row of rows) {
      const { tree, balance, amount } = must(await admin.get(`/commissions/${row.id}/explanation`), 200);
      const taken = rows.filter((one) => one.corrects_id === row.id).reduce((sum, one) => sum + cents(one.amount), 0n);
      expect(workOut(tree)).toBe(cents(row.amount) + taken);
      expect([cents(balance), amount]).toEqual([cents(row.amount) + taken, row.amount]);
    }
  });
});
