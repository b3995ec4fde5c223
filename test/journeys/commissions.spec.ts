import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type ParsedMail } from 'mailparser';
import { cents, workOut } from '../support/explanation.js';
import { checkInvariants } from '../support/invariants.js';
import { must } from '../support/journey.js';
import { approve, aPolicyOf2000, commissionsOf, told } from '../support/money.js';
import { System } from '../support/system.js';

jest.setTimeout(60_000);

/** One policy of 2,000.00 over three years, every row to the cent. */
describe('what a policy pays, from signature to cancellation', () => {
  let system: System;
  let policy: any;
  const rowsOf = async (term: number) => (await commissionsOf(system, policy.id)).filter((row) => row.term === term);

  beforeAll(async () => {
    system = await System.start();
    await system.moveClock('2026-11-24T09:00:00Z');
    policy = await aPolicyOf2000(system);
    await system.quiet();
  }, 120_000);
  afterAll(() => system?.end(), 60_000);

  it('earns 15, 5 and 3 % on the first term', async () => {
    const rows = await rowsOf(1);
    expect(told(rows)).toEqual(['broker 300 pending', 'manager 100 pending', 'affiliate 60 pending']);
    expect(
      rows.every((row) => row.commission_type === 'initial' && row.period_year === 2026 && row.period_month === 11),
    ).toBe(true);
  });

  it('shows everybody their own, and superiors their team', async () => {
    const seen = async (name: string) =>
      told(must(await (await system.as(name)).get('/commissions?sort=created_at'), 200)).sort();
    expect(await seen('broker1')).toEqual(['broker 300 pending']);
    expect(await seen('affiliate1')).toEqual(['affiliate 60 pending']);
    expect(await seen('manager1')).toEqual(['affiliate 60 pending', 'broker 300 pending', 'manager 100 pending']);
    expect(await seen('broker2')).toEqual([]);
    expect(await seen('manager2')).toEqual([]);
  });

  it('is approved by the direct and the indirect manager, never by oneself', async () => {
    const [broker, manager, affiliate] = await rowsOf(1);
    await system.moveClock('2026-11-25T09:00:00Z');
    const manager1 = await system.as('manager1');
    const approved = must(
      await manager1.post(`/commissions/${broker.id}/approve`, {}, { headers: { 'if-match': '"1"' } }),
      200,
    );
    expect(approved).toMatchObject({
      status: 'approved',
      approved_by: expect.any(Number),
      approved_at: expect.any(String),
      version: 2,
    });
    expect(must(await manager1.post(`/commissions/${affiliate.id}/approve`), 200).status).toBe('approved');
    expect((await manager1.post(`/commissions/${manager.id}/approve`)).body).toMatchObject({
      status: 403,
      code: 'own_commission',
    });
    const head = await system.as('head_sales');
    expect(must(await head.post(`/commissions/${manager.id}/approve`), 200).status).toBe('approved');
  });

  it('keeps its past: as it was known before and after its approval', async () => {
    const [row] = await rowsOf(1);
    const path = `/commissions/${row.id}/history`;
    const head = await system.as('head_sales');
    const on = async (day: string) => must(await head.get(`${path}?as_of=${day}`), 200);
    expect(await on('2026-11-25')).toEqual(row);
    expect(await on('2026-11-24')).toEqual({
      ...row,
      status: 'pending',
      approved_by: null,
      approved_at: null,
      version: 1,
    });
    expect((await head.get(`${path}?as_of=2026-11-23`)).body).toMatchObject({ status: 404, code: 'not_found' });
    expect((await head.get(`${path}?as_of=yesterday`)).body).toMatchObject({ status: 422, code: 'validation_failed' });
    const [calculated, approved] = must(await head.get(path), 200);
    expect(calculated).toMatchObject({
      event_type: 'CommissionCalculated',
      version: 1,
      data: { amount: '300.00', percentage: '15' },
    });
    expect(approved).toMatchObject({
      event_type: 'CommissionApproved',
      version: 2,
      user_id: row.approved_by,
      role: 'manager',
    });
    for (const name of ['broker2', 'manager2', 'affiliate1']) {
      expect((await (await system.as(name)).get(path)).body).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  it('tells who earns it no more of its past than the commission shows', async () => {
    const earners = ['broker1', 'manager1', 'affiliate1'];
    for (const [index, row] of (await rowsOf(1)).entries()) {
      const earner = await system.as(earners[index]!);
      const shown = Object.keys(must(await earner.get(`/commissions/${row.id}`), 200));
      const events = must(await earner.get(`/commissions/${row.id}/history`), 200);
      expect(events.map((one: any) => [one.event_type, one.user_id, one.role])).toEqual([
        ['CommissionCalculated', null, null],
        ['CommissionApproved', null, null],
      ]);
      expect(
        events.flatMap((one: any) => Object.keys(one.data)).filter((field: string) => !shown.includes(field)),
      ).toEqual([]);
      expect(events[1].data.approved_by).toBe(row.approved_by);
    }
  });

  it('is paid once, with a file for the bank and a statement for each', async () => {
    const admin = await system.as('admin');
    const rows = await rowsOf(1);
    const payout = must(await admin.post('/commissions/payouts', { ids: rows.map((row) => row.id) }), 201);
    expect(payout).toMatchObject({
      total: 460,
      count: 3,
      carried_over: [],
      csv_url: `/api/v1/commissions/payouts/${payout.id}/csv`,
    });
    expect(
      must(await admin.get(`/commissions/payouts/${payout.id}`), 200)
        .items.map((item: any) => item.amount)
        .sort(),
    ).toEqual([100, 300, 60]);
    expect(must(await admin.get('/commissions/payouts'), 200).map((one: any) => one.id)).toEqual([payout.id]);
    expect(told(await rowsOf(1))).toEqual(['broker 300 paid', 'manager 100 paid', 'affiliate 60 paid']);

    const file = await admin.get(`/commissions/payouts/${payout.id}/csv`);
    expect(file.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(file.headers.get('content-disposition')).toContain(`payout-${payout.id}.csv`);
    const lines = file.body
      .trimEnd()
      .split('\r\n')
      .map((line: string) => line.split(','));
    expect(lines[0].slice(0, 4)).toEqual(['payout_id', 'beneficiary_id', 'beneficiary', 'beneficiary_role']);
    const amount = lines[0].indexOf('amount');
    expect(
      lines
        .slice(1)
        .map((line: string[]) => `${line[2]} ${line[amount]}`)
        .sort(),
    ).toEqual(['affiliate1 60.00', 'broker1 300.00', 'manager1 100.00']);

    await system.quiet();
    const statements = (await system.mails()).filter((mail) => mail.subject?.includes('commission statement'));
    const totals = statements
      .map((mail: ParsedMail) => `${(mail.to as any).text} ${/Paid to you: (\S+)/.exec(mail.text!)?.[1]}`)
      .sort();
    expect(totals).toEqual([
      'affiliate1@insurance-crm.example €60.00',
      'broker1@insurance-crm.example €300.00',
      'manager1@insurance-crm.example €100.00',
    ]);
  });

  it('earns 10, 3 and 2 % on the first renewal', async () => {
    await system.moveClock('2027-10-24T09:00:00Z');
    must(await (await system.as('broker1')).post(`/policies/${policy.id}/renew`), 200);
    await system.quiet();
    const rows = await rowsOf(2);
    expect(told(rows)).toEqual(['broker 200 pending', 'manager 60 pending', 'affiliate 40 pending']);
    expect(
      rows.every(
        (row) => row.commission_type === 'renewal_year1' && row.period_year === 2027 && row.period_month === 10,
      ),
    ).toBe(true);
    await approve(system, rows);
    const payout = must(await (await system.as('admin')).post('/commissions/payouts', { period: '2027-10' }), 201);
    expect(payout).toMatchObject({ total: 300, count: 3, period: '2027-10' });
  });

  it('earns 5, 2 and 1 % on every later one', async () => {
    await system.moveClock('2028-10-24T09:00:00Z');
    must(await (await system.as('broker1')).post(`/policies/${policy.id}/renew`), 200);
    await system.quiet();
    const rows = await rowsOf(3);
    expect(told(rows)).toEqual(['broker 100 pending', 'manager 40 pending', 'affiliate 20 pending']);
    expect(rows.every((row) => row.commission_type === 'renewal_recurring')).toBe(true);
    const [broker, manager] = rows;
    await approve(system, [broker, manager]);
    must(await (await system.as('admin')).post('/commissions/payouts', { ids: [broker.id] }), 201);
  });

  it('takes back by further rows what a cancellation leaves unearned, as its preview said', async () => {
    await system.moveClock('2028-12-24T09:00:00Z');
    const broker1 = await system.as('broker1');
    const wish = `policy_id=${policy.id}&effective_date=2029-03-03`;
    const preview = must(await (await system.as('manager1')).get(`/commissions/clawback-preview?${wish}`), 200);
    const expected = [
      ['broker', -72.6],
      ['manager', -29.04],
      ['affiliate', -14.52],
    ];
    expect(preview.map((row: any) => [row.beneficiary_role, row.amount])).toEqual(expected);
    expect(must(await broker1.get(`/commissions/clawback-preview?${wish}`), 200).map((row: any) => row.amount)).toEqual(
      [-72.6],
    );

    const cancelled = must(
      await broker1.post(`/policies/${policy.id}/cancel`, { reason: 'Moved abroad', effective_date: '2029-03-03' }),
      200,
    );
    expect(cancelled.refund).toBe(1452.05);
    await system.quiet();
    const rows = await rowsOf(3);
    expect(told(rows)).toEqual([
      'broker 100 paid',
      'manager 40 approved',
      'affiliate 20 pending',
      'broker -72.6 pending',
      'manager -29.04 pending',
      'affiliate -14.52 pending',
    ]);
    expect(
      rows
        .slice(3)
        .map((row) => [row.commission_type, row.corrects_id, row.base_amount, row.period_year, row.period_month]),
    ).toEqual(rows.slice(0, 3).map((row) => ['clawback', row.id, 1452.05, 2028, 12]));
    expect(told((await commissionsOf(system, policy.id)).filter((row) => row.term < 3))).toEqual([
      'broker 300 paid',
      'manager 100 paid',
      'affiliate 60 paid',
      'broker 200 paid',
      'manager 60 paid',
      'affiliate 40 paid',
    ]);
    const first = await system.query(
      `SELECT event_type, version FROM event_store WHERE aggregate_type = 'commission' AND aggregate_id = $1`,
      [String(rows[3].id)],
    );
    expect(first).toEqual([{ event_type: 'CommissionClawedBack', version: 1 }]);
  });

  it('sets off what is taken back, and carries over who owes more than they get', async () => {
    const rows = await rowsOf(3);
    await approve(system, rows.slice(3));
    const admin = await system.as('admin');
    const payout = must(await admin.post('/commissions/payouts', { period: '2028-10' }), 201);
    // The manager's 40.00 with its clawback; the broker owes 72.60, and the affiliate's row is not approved yet.
    expect(payout).toMatchObject({ total: 10.96, count: 2 });
    expect(payout.carried_over).toEqual([
      { beneficiary_id: rows[0].beneficiary_id, amount: -72.6, commission_ids: [rows[3].id] },
    ]);
    expect(told(await rowsOf(3))).toEqual([
      'broker 100 paid',
      'manager 40 paid',
      'affiliate 20 pending',
      'broker -72.6 approved',
      'manager -29.04 paid',
      'affiliate -14.52 approved',
    ]);
    expect((await admin.post('/commissions/payouts', { ids: [rows[3].id] })).body).toMatchObject({
      status: 409,
      code: 'commission_not_payable',
      errors: [{ field: 'ids.0', code: 'below_zero' }],
    });
    expect((await admin.post('/commissions/payouts', { ids: [rows[5].id] })).body).toMatchObject({
      status: 409,
      errors: [{ code: 'corrected_row_unpaid' }],
    });
  });

  it('rejects a row together with what takes it back', async () => {
    const rows = await rowsOf(3);
    const head = await system.as('head_sales');
    const rejected = must(
      await head.post(`/commissions/${rows[2].id}/reject`, { reason: 'Not referred by them' }),
      200,
    );
    expect(rejected).toMatchObject({ status: 'rejected', rejected_reason: 'Not referred by them' });
    expect(told(await rowsOf(3)).slice(5)).toEqual(['affiliate -14.52 rejected']);
    const last = async (name: string) =>
      must(await (await system.as(name)).get(`/commissions/${rows[2].id}/history`), 200).at(-1);
    const asDecided = await last('head_sales');
    expect(asDecided).toMatchObject({
      event_type: 'CommissionRejected',
      user_id: asDecided.data.rejected_by,
      role: 'head_of_sales',
    });
    const asEarned = await last('affiliate1');
    expect(asEarned).toMatchObject({
      event_type: 'CommissionRejected',
      user_id: null,
      role: null,
      data: { reason: 'Not referred by them' },
    });
    expect(asEarned.data).not.toHaveProperty('rejected_by');
  });

  it('explains every row, from the factors of the premium to the payout line', async () => {
    const manager = await system.as('manager1');
    const rows = await commissionsOf(system, policy.id);
    expect(rows).toHaveLength(12);
    for (const row of rows) {
      const explanation = must(await manager.get(`/commissions/${row.id}/explanation`), 200);
      expect(workOut(explanation.tree)).toBe(cents(explanation.balance));
      expect(explanation.amount).toBe(row.amount);
    }
    const third = must(await manager.get(`/commissions/${rows.find((row) => row.term === 3)!.id}/explanation`), 200);
    expect(third).toMatchObject({ amount: 100, balance: 27.4, payout_lines: [{ amount: 100 }] });
    expect(JSON.stringify(third.tree)).toContain('"provider_multiplier"');
  });

  it('keeps the factors of the premium from who does not see the policy', async () => {
    const affiliate = await system.as('affiliate1');
    const [row] = must(await affiliate.get('/commissions?type=initial'), 200);
    const { tree, balance } = must(await affiliate.get(`/commissions/${row.id}/explanation`), 200);
    expect([balance, workOut(tree)]).toEqual([60, 6000n]);
    expect(JSON.stringify(tree)).not.toMatch(/smoker|occupation|"risk"/);
    expect((await affiliate.get('/commissions/simulate?quote_id=1')).status).toBe(403);
  });

  it('tells each its own in the feed', async () => {
    const { activities } = must(await (await system.as('affiliate1')).get('/dashboard/activity?limit=100'), 200);
    const told = activities.map((one: any) => one.type);
    expect(told).toEqual(
      expect.arrayContaining([
        'commission_calculated',
        'commission_approved',
        'commission_paid',
        'commission_clawed_back',
        'commission_rejected',
      ]),
    );
    expect(told).not.toContain('payout_made');
    const stored = await system.query(
      `SELECT count(*)::int AS n FROM event_store WHERE data::text LIKE '%Not referred by them%'`,
    );
    expect(stored).toEqual([{ n: 0 }]);
  });

  it('leaves every invariant standing', async () => {
    await system.quiet();
    expect(await checkInvariants(system)).toEqual([]);
  });
});
