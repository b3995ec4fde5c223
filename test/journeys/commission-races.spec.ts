import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Client } from '../support/client.js';
import { must } from '../support/journey.js';
import { aPolicyOf2000, approve, commissionsOf, outcomes, together, withoutPaper } from '../support/money.js';
import { ROUNDS } from '../support/rounds.js';
import { System } from '../support/system.js';

jest.setTimeout(60_000);

const POLICIES = ROUNDS + 4;

describe('decisions on commissions', () => {
  let system: System;
  let admin: Client;
  let head: Client;
  let manager: Client;
  let rows: any[];
  const read = async (id: number) => must(await admin.get(`/commissions/${id}`), 200);

  beforeAll(async () => {
    system = await System.start({ worker: false });
    await system.moveClock('2026-11-24T09:00:00Z');
    [admin, head, manager] = (await Promise.all(
      ['admin', 'head_sales', 'manager1'].map((name) => system.as(name)),
    )) as [Client, Client, Client];
    const policies = [];
    for (let n = 0; n < POLICIES; n += 1) policies.push(await aPolicyOf2000(system));
    await withoutPaper(system);
    await system.worker.start();
    await system.quiet(120);
    rows = (await Promise.all(policies.map(({ id }) => commissionsOf(system, id)))).flat();
  }, 240_000);
  afterAll(() => system?.end(), 60_000);

  const brokers = () => rows.filter((row) => row.beneficiary_role === 'broker');
  const managers = () => rows.filter((row) => row.beneficiary_role === 'manager');
  const affiliates = () => rows.filter((row) => row.beneficiary_role === 'affiliate');

  it('approve or reject, one of them, whoever comes first', async () => {
    for (const { id } of brokers().slice(0, ROUNDS)) {
      const answers = await together(
        () => manager.post(`/commissions/${id}/approve`),
        () => head.post(`/commissions/${id}/reject`, { reason: 'Wrong branch' }),
      );
      expect(outcomes(answers)).toEqual(['200', '409 commission_not_pending']);
      const won = answers.find(({ status }) => status === 200)!.body.status;
      expect(await read(id)).toMatchObject({ status: won, version: 2 });
    }
  }, 300_000);

  it('pay the same rows once, whichever order they are named in', async () => {
    const [first, second] = [managers(), affiliates()];
    await approve(system, [...first, ...second]);
    for (let round = 0; round < ROUNDS; round += 1) {
      const ids = [first[round].id, second[round].id];
      const answers = await together(
        () => admin.post('/commissions/payouts', { ids }),
        () => admin.post('/commissions/payouts', { ids: ids.toReversed() }),
      );
      expect(outcomes(answers)).toEqual(['201', '409 commission_not_payable']);
      const refused = answers.find(({ status }) => status === 409)!.body;
      expect(refused.commission_ids.toSorted()).toEqual(ids.toSorted());
      expect(refused.errors.map((one: any) => one.code)).toEqual(['already_paid', 'already_paid']);
      const { id } = answers.find(({ status }) => status === 201)!.body;
      for (const one of ids) expect(await read(one)).toMatchObject({ status: 'paid', payout_id: id });
    }
    const [items] = await system.query(
      `SELECT count(*)::int AS n, count(DISTINCT commission_id)::int AS different FROM payout_item`,
    );
    expect(items).toEqual({ n: 2 * ROUNDS, different: 2 * ROUNDS });
  }, 300_000);

  it('pay a period once', async () => {
    const answers = await together(
      ...Array.from({ length: 4 }, () => () => admin.post('/commissions/payouts', { period: '2026-11' })),
    );
    expect(outcomes(answers)).toEqual(['201', '409 nothing_to_pay', '409 nothing_to_pay', '409 nothing_to_pay']);
    const unpaid = await system.query(`SELECT id FROM commission WHERE status = 'approved'`);
    expect(unpaid).toEqual([]);
    const [{ wrong }] = await system.query(
      `SELECT count(*)::int AS wrong FROM payout WHERE total <> (SELECT sum(amount) FROM payout_item WHERE payout_id = payout.id)`,
    );
    expect(wrong).toBe(0);
  });

  describe('that cannot be', () => {
    const refused = async (answer: Promise<{ status: number; body: any }>) => {
      const { status, body } = await answer;
      return `${status} ${body.code}${body.errors ? ` ${body.errors.map((one: any) => `${one.field} ${one.code}`).join(', ')}` : ''}`;
    };
    const everything = () => system.query('SELECT * FROM commission ORDER BY id');

    it('are refused with what is wrong, and change nothing', async () => {
      const before = await everything();
      const paid = managers()[0].id as number;
      const [open, open2] = brokers()
        .slice(ROUNDS)
        .map((row) => row.id as number) as [number, number];
      const manager2 = await system.as('manager2');
      const broker1 = await system.as('broker1');
      expect(await refused(head.post(`/commissions/${paid}/approve`))).toBe('409 commission_not_pending');
      expect(await refused(head.post(`/commissions/${paid}/reject`, { reason: 'no' }))).toBe(
        '409 commission_not_pending',
      );
      expect(await refused(admin.post('/commissions/payouts', { ids: [open] }))).toBe(
        '409 commission_not_payable ids.0 not_approved',
      );
      expect(await refused(admin.post('/commissions/payouts', { ids: [open, paid, 999_999] }))).toBe(
        '409 commission_not_payable ids.0 not_approved, ids.1 already_paid, ids.2 not_found',
      );
      expect(await refused(admin.post('/commissions/payouts', { ids: [-1] }))).toBe('422 validation_failed ids min');
      expect(await refused(admin.post('/commissions/payouts', { ids: [paid, paid] }))).toBe(
        '422 validation_failed ids array_unique',
      );
      expect(await refused(admin.post('/commissions/payouts', {}))).toBe('422 validation_failed ids ids_or_period');
      expect(await refused(admin.post('/commissions/payouts', { ids: [open], period: 'month' }))).toBe(
        '422 validation_failed ids ids_or_period',
      );
      expect(await refused(admin.post('/commissions/payouts', { period: '2026-13' }))).toBe(
        '422 validation_failed period matches',
      );
      expect(await refused(head.post('/commissions/payouts', { ids: [open] }))).toBe('403 forbidden');
      expect(await refused(broker1.get('/commissions/payouts'))).toBe('403 forbidden');
      expect(await refused(broker1.get('/commissions/payouts/1/csv'))).toBe('403 forbidden');
      expect(await refused(admin.get('/commissions/payouts/999999'))).toBe('404 not_found');
      expect(await refused(broker1.post(`/commissions/${open}/approve`))).toBe('403 forbidden');
      expect(await refused(manager2.post(`/commissions/${open}/approve`))).toBe('404 not_found');
      expect(await refused(manager2.post(`/commissions/${open}/reject`, { reason: 'no' }))).toBe('404 not_found');
      expect(await refused(manager.post(`/commissions/${open}/reject`, {}))).toMatch(/^422 validation_failed reason/);
      expect(await refused(manager.post('/commissions/-1/approve'))).toBe('404 not_found');
      expect(await refused(manager.post(`/commissions/${open}/approve`, {}, { headers: { 'if-match': '"7"' } }))).toBe(
        '412 stale',
      );
      expect(
        await refused(manager.post('/commissions/approve', { ids: [open, managers()[0].id, 999_999, open2] })),
      ).toBe('409 batch_refused ids.1 own_commission, ids.2 not_found');
      expect(await refused(manager2.post('/commissions/approve', { ids: [open] }))).toBe(
        '409 batch_refused ids.0 not_found',
      );
      expect(await refused(manager.post('/commissions/approve', { ids: [] }))).toBe(
        '422 validation_failed ids array_min_size',
      );
      expect(await refused(admin.get('/commissions/clawback-preview?policy_id=999999&effective_date=2027-01-01'))).toBe(
        '404 not_found',
      );
      expect(await refused(admin.get('/commissions/clawback-preview?policy_id=x'))).toMatch(
        /^422 validation_failed policy_id/,
      );
      expect(await refused(admin.get('/commissions/simulate?quote_id=999999'))).toBe('404 not_found');
      expect(await everything()).toEqual(before);
    });

    it('leave the same batch to be approved once it is right', async () => {
      const ids = brokers()
        .slice(ROUNDS)
        .map((row) => row.id);
      expect(must(await manager.post('/commissions/approve', { ids }), 200).map((row: any) => row.status)).toEqual(
        ids.map(() => 'approved'),
      );
    });
  });
});
