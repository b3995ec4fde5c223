import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { aComparison, aPolicy, aProspect, must } from '../support/journey.js';
import { MISTAKES } from '../support/mistakes.mjs';
import { dist } from '../support/program.js';
import { System } from '../support/system.js';

jest.setTimeout(60_000);

const AFFILIATES_VIEW = ['created_at', 'first_name', 'id', 'last_name', 'status', 'type'];

/** A wall that is looked for in vain is never taken down, and what would be found without it is not. */
describe('every wall that a fault may take down', () => {
  const places = Object.entries(MISTAKES).flatMap(([name, all]) =>
    Array.from({ length: all.length / 3 }, (_, index): [string, string, RegExp] => [
      name,
      String(all[index * 3]),
      all[index * 3 + 1] as RegExp,
    ]),
  );

  it.each(places)('stands: %s in %s', (_name, file, wall) => {
    const files = globSync(`${dist}/src/**/*.js`).filter((path) => path.endsWith(`/${file}`));
    expect(files.map((path) => wall.test(readFileSync(path, 'utf8')))).toEqual([true]);
  });
});

/** The guard at the door and the filter in every statement: what is left where a mistake takes one away. */
describe('with a wall taken down', () => {
  let system: System;
  let stranger: { prospect: number; quote: number; policy: number };
  let referral: number;
  let commission: number;

  beforeAll(async () => {
    system = await System.start();
    const [broker3, affiliate] = [await system.as('broker3'), await system.as('affiliate1')];
    const policy = await aPolicy(broker3, 'axa', { email: 'stranger@example.com' });
    const open = await aComparison(broker3, policy.prospect_id, { insurance_type: 'home', coverage_amount: 100_000 });
    stranger = { prospect: policy.prospect_id, quote: open.quotes[0].id, policy: policy.id };
    referral = await aProspect(affiliate);
    await system.quiet(60);
    const [own] = await system.query(
      `SELECT commission.id FROM commission JOIN app_user ON app_user.id = beneficiary_id WHERE username = 'manager2'`,
    );
    commission = own.id;
  }, 120_000);
  afterAll(() => system?.stop(), 60_000);

  const without = async (wall: 'filter' | 'guard') => {
    await system.api.stop();
    await system.api.start({ NODE_OPTIONS: '--import=./test/support/wall-down.mjs', WALL_DOWN: wall });
  };
  const statusesFor = async (name: string, paths: string[]) => {
    const client = await system.as(name);
    return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, (await client.get(path)).status])));
  };
  const strangers = () => [
    `/prospects/${stranger.prospect}`,
    `/quotes/${stranger.quote}`,
    `/policies/${stranger.policy}`,
    `/prospects/${stranger.prospect}/history`,
  ];
  const all = (paths: string[], status: number) => Object.fromEntries(paths.map((path) => [path, status]));

  describe('the SQL filter', () => {
    beforeAll(() => without('filter'));

    it('is down indeed, as the matrix would tell', async () => {
      expect(await statusesFor('broker1', strangers())).toEqual(all(strangers(), 200));
    });

    it('nobody comes in without signing in, and no role does what it never may', async () => {
      expect((await system.anonymous().get(`/prospects/${stranger.prospect}`)).status).toBe(401);
      const officials = ['/events', '/operations/deliveries', '/access-log', '/commissions/payouts'];
      expect(await statusesFor('broker1', officials)).toEqual(all(officials, 403));
      const sellers = [...strangers().slice(1), '/quotes', '/policies'];
      expect(await statusesFor('affiliate1', sellers)).toEqual(all(sellers, 403));
    });

    it('an affiliate still sees six fields of a prospect, and nobody approves what they earn', async () => {
      const affiliate = await system.as('affiliate1');
      for (const id of [referral, stranger.prospect]) {
        expect(Object.keys(must(await affiliate.get(`/prospects/${id}`), 200)).sort()).toEqual(AFFILIATES_VIEW);
      }
      expect((await (await system.as('manager2')).post(`/commissions/${commission}/approve`)).status).toBe(403);
    });
  });

  describe('the guard', () => {
    beforeAll(() => without('guard'));

    it('is down indeed', async () => {
      expect(await statusesFor('broker1', ['/operations/subscribers'])).toEqual({ '/operations/subscribers': 200 });
    });

    it('everybody still sees their own rows only, and none where they have none to see', async () => {
      expect(await statusesFor('broker1', strangers())).toEqual(all(strangers(), 404));
      const broker1 = await system.as('broker1');
      expect(must(await broker1.get('/prospects'), 200).map((one: { id: number }) => one.id)).toEqual([referral]);
      expect(must(await broker1.get('/policies'), 200)).toEqual([]);
      const sellers = [...strangers().slice(1), '/quotes', '/policies'];
      expect(await statusesFor('affiliate1', sellers)).toEqual(all(sellers, 403));
      expect((await (await system.as('broker3')).post(`/commissions/${commission}/approve`)).status).toBe(403);
    });
  });
});
