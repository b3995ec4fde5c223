import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { cents } from '../support/explanation.js';
import { must } from '../support/journey.js';
import { approve, aPolicyOf2000, aQuoteOf2000, commissionsOf, told, withoutPaper } from '../support/money.js';
import { System } from '../support/system.js';

jest.setTimeout(60_000);

/** Days of cover, 1 the first; 31 is the last of the cooling-off days (the signing day is day 0). */
const DAYS = [1, 15, 31, 32, 100, 200, 365];

describe('what a simulation says before signing', () => {
  let system: System;
  let simulation: any;
  const policies = new Map<number, any>();

  beforeAll(async () => {
    system = await System.start({ worker: false });
    await system.moveClock('2026-11-24T09:00:00Z');
    const quote = await aQuoteOf2000(system);
    simulation = must(await (await system.as('admin')).get(`/commissions/simulate?quote_id=${quote}`), 200);
    policies.set(DAYS[0]!, must(await (await system.as('broker1')).post(`/policies/${quote}/accept`), 201).policy);
    for (const day of DAYS.slice(1)) policies.set(day, await aPolicyOf2000(system));
    await withoutPaper(system);
    await system.worker.start();
    await system.quiet();
  }, 180_000);
  afterAll(() => system?.end(), 60_000);

  it('is what is earned', async () => {
    const rows = await commissionsOf(system, policies.get(1).id);
    const shown = (list: any[]) =>
      list.map((row) => [row.beneficiary_id, row.beneficiary_role, row.percentage, row.amount]);
    expect(shown(simulation.now)).toEqual(shown(rows));
    expect(
      simulation.renewals.map((one: any) => [
        one.term,
        one.start_date,
        one.annual_premium,
        one.rows.map((row: any) => row.amount),
      ]),
    ).toEqual([
      [2, '2027-11-24', 2000, [200, 60, 40]],
      [3, '2028-11-24', 2000, [100, 40, 20]],
    ]);
    expect(simulation.clawback).toHaveLength(365);
  });

  it('shows a broker their own rows alone, a manager the team’s', async () => {
    const quote = await aQuoteOf2000(system);
    const roles = async (name: string) =>
      must(await (await system.as(name)).get(`/commissions/simulate?quote_id=${quote}`), 200);
    const broker = await roles('broker1');
    expect(
      [broker.now, broker.renewals[0].rows, broker.clawback[99].rows].map((rows) =>
        rows.map((row: any) => row.beneficiary_role),
      ),
    ).toEqual([['broker'], ['broker'], ['broker']]);
    expect((await roles('manager1')).now.map((row: any) => row.beneficiary_role)).toEqual([
      'broker',
      'manager',
      'affiliate',
    ]);
    expect((await (await system.as('broker2')).get(`/commissions/simulate?quote_id=${quote}`)).status).toBe(404);
  });

  it.each(DAYS)('is what a cancellation on day %i does', async (day) => {
    const { date, refund, rows: simulated } = simulation.clawback[day - 1];
    const policy = policies.get(day);
    await system.moveClock(`${date}T10:00:00Z`);
    const earned = await commissionsOf(system, policy.id);
    // Some of them approved, one paid: what was taken back is the same.
    if (day % 2 === 0 || day === 31) {
      await approve(system, earned.slice(0, 2));
      must(await (await system.as('admin')).post('/commissions/payouts', { ids: [earned[0].id] }), 201);
    }
    const preview = must(
      await (
        await system.as('admin')
      ).get(`/commissions/clawback-preview?policy_id=${policy.id}&effective_date=${date}`),
      200,
    );
    const cancelled = must(
      await (
        await system.as('broker1')
      ).post(`/policies/${policy.id}/cancel`, { reason: 'Sold', effective_date: date }),
      200,
    );
    expect(cancelled.refund).toBe(refund);
    await system.quiet();

    const after = await commissionsOf(system, policy.id);
    const lost = earned
      .map((row) => {
        const now = after.find((one) => one.id === row.id);
        const taken = after
          .filter((one) => one.corrects_id === row.id)
          .reduce((sum, one) => sum + cents(one.amount), 0n);
        return [row.beneficiary_role, now.status === 'rejected' ? -cents(row.amount) : taken];
      })
      .filter(([, amount]) => amount !== 0n);
    expect(lost).toEqual(simulated.map((row: any) => [row.beneficiary_role, cents(row.amount)]));
    const previewed = preview.map((row: any) => [row.beneficiary_role, cents(row.amount)]);
    expect(previewed.toSorted()).toEqual(lost.toSorted());
  });

  it('undoes within the cooling-off days: pending rejected, approved and paid clawed back whole', async () => {
    expect(told(await commissionsOf(system, policies.get(31).id))).toEqual([
      'broker 300 paid',
      'manager 100 approved',
      'affiliate 60 rejected',
      'broker -300 pending',
      'manager -100 pending',
    ]);
    expect(told(await commissionsOf(system, policies.get(365).id))).toHaveLength(3);
  });
});

describe('a simulation over a 29 February', () => {
  let system: System;
  beforeAll(async () => {
    system = await System.start({ worker: false });
    await system.moveClock('2027-03-01T09:00:00Z');
  }, 120_000);
  afterAll(() => system?.end(), 60_000);

  it('is what a cancellation would do, asked for anew on each of the 366 days', async () => {
    const [admin, broker] = await Promise.all([system.as('admin'), system.as('broker1')]);
    const quote = await aQuoteOf2000(system);
    const { clawback } = must(await admin.get(`/commissions/simulate?quote_id=${quote}`), 200);
    const { policy } = must(await broker.post(`/policies/${quote}/accept`), 201);
    await withoutPaper(system);
    await system.worker.start();
    await system.quiet();
    await system.worker.stop();

    const asked = [];
    for (const { day, date } of clawback) {
      await system.moveClock(`${date}T10:00:00Z`);
      const [cancelled, taken] = await Promise.all([
        broker.post(`/policies/${policy.id}/cancel?preview=true`, { effective_date: date }),
        admin.get(`/commissions/clawback-preview?policy_id=${policy.id}&effective_date=${date}`),
      ]);
      asked.push({ day, date, refund: must(cancelled, 200).refund, rows: amounts(must(taken, 200)) });
    }
    expect(asked).toHaveLength(366);
    expect(asked).toEqual(
      clawback.map(({ day, date, refund, rows }: any) => ({ day, date, refund, rows: amounts(rows) })),
    );
  }, 300_000);

  const amounts = (rows: any[]) => rows.map((row) => [row.beneficiary_role, row.amount]).sort();
});

describe('the jobs of a signature and its cancellation', () => {
  let system: System;
  beforeAll(async () => {
    system = await System.start({ worker: false });
    await system.moveClock('2026-11-24T09:00:00Z');
  }, 120_000);
  afterAll(() => system?.end(), 60_000);

  it('give the same rows in either order', async () => {
    const policies = [await aPolicyOf2000(system), await aPolicyOf2000(system)];
    await system.moveClock('2027-03-03T09:00:00Z');
    const broker = await system.as('broker1');
    for (const { id } of policies)
      must(await broker.post(`/policies/${id}/cancel`, { reason: 'Sold', effective_date: '2027-03-03' }), 200);
    await withoutPaper(system);
    const hold = (policyId: number, subscriber: string, when: string) =>
      system.query(
        `UPDATE event_delivery SET next_at = clock_timestamp() + $3::interval WHERE aggregate_type = 'policy' AND aggregate_id = $1 AND subscriber = $2`,
        [String(policyId), subscriber, when],
      );
    await hold(policies[0].id, 'commission-clawback', '1 hour');
    await hold(policies[1].id, 'commission-calculation', '1 hour');
    await system.worker.start();
    const done = async () =>
      system.query(
        `SELECT aggregate_id::int AS id, subscriber FROM event_delivery WHERE subscriber LIKE 'commission-%' AND status = 'done' ORDER BY 1`,
      );
    while ((await done()).length < 2) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await done()).toEqual([
      { id: policies[0].id, subscriber: 'commission-calculation' },
      { id: policies[1].id, subscriber: 'commission-clawback' },
    ]);
    await hold(policies[0].id, 'commission-clawback', '0');
    await hold(policies[1].id, 'commission-calculation', '0');
    await system.quiet();
    const [forwards, backwards] = [
      await commissionsOf(system, policies[0].id),
      await commissionsOf(system, policies[1].id),
    ];
    const expected = [
      'broker 300 pending',
      'manager 100 pending',
      'affiliate 60 pending',
      'broker -217.81 pending',
      'manager -72.6 pending',
      'affiliate -43.56 pending',
    ];
    expect(told(forwards)).toEqual(expected);
    expect(told(backwards)).toEqual(expected);
    const counted = (rows: any[]) =>
      rows.map((row) => [row.period_year, row.period_month, row.base_amount, row.commission_type]);
    expect(counted(backwards)).toEqual(counted(forwards));
    expect(backwards.slice(3).map((row) => row.corrects_id)).toEqual(backwards.slice(0, 3).map((row) => row.id));
  });
});
