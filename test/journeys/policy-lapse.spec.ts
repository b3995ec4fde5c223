import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { workOut } from '../support/explanation.js';
import { checkInvariants } from '../support/invariants.js';
import { aComparison, aProspect, must, quoteOf } from '../support/journey.js';
import { commissionsOf, told } from '../support/money.js';
import { System } from '../support/system.js';

const AUTO = { insurance_type: 'auto', coverage_amount: 50_000 };
const MINUTES = 60_000;

describe('with LAPSE_UNPAID_DAYS=30', () => {
  let system: System;
  let broker: Client;
  let payer: any;
  let debtor: any;
  let simulated: any[];

  beforeAll(async () => {
    system = await System.start({ environment: { LAPSE_UNPAID_DAYS: '30' } });
    await system.moveClock('2027-03-01T09:00:00Z');
    broker = await system.as('broker1');
    const policies = await Promise.all(
      [1, 2].map(async () => {
        const quote = quoteOf(await aComparison(broker, await aProspect(broker), AUTO), 'axa');
        simulated = must(await (await system.as('admin')).get(`/commissions/simulate?quote_id=${quote}`), 200).lapse;
        return must(await broker.post(`/policies/${quote}/accept`), 201).policy;
      }),
    );
    [payer, debtor] = policies;
    must(await broker.post(`/policies/${payer.id}/instalments/1/pay`, { paid_on: '2027-03-01' }), 200);
  }, 3 * MINUTES);
  afterAll(() => system?.end(), MINUTES);

  const factsOf = async (id: number, type: string) =>
    (
      await system.query(
        `SELECT data FROM event_store WHERE aggregate_type = 'policy' AND aggregate_id = $1 AND event_type = $2`,
        [String(id), type],
      )
    ).map((row) => row.data);

  it(
    'reminds once of what fell due unpaid, and says when the policy ends for it',
    async () => {
      await system.moveClock('2027-03-02T09:00:00Z');
      const [reminded] = await eventually(async () => {
        const facts = await factsOf(debtor.id, 'InstalmentOverdue');
        if (facts.length === 0) throw new Error('not reminded yet');
        return facts;
      }, 60);
      expect(reminded).toMatchObject({
        term: 1,
        number: 1,
        due_date: '2027-03-01',
        amount: '47.50',
        lapses_on: '2027-03-31',
      });
      await system.quiet(120);
      const mails = (await system.mails()).filter((mail) => mail.subject!.includes('unpaid'));
      expect(mails.map((mail) => mail.subject)).toEqual([
        `An instalment of your policy ${debtor.policy_number} is unpaid`,
      ]);
      expect(mails[0]!.text).toContain('31 March 2027');
      expect(await factsOf(payer.id, 'InstalmentOverdue')).toEqual([]);
      expect(must(await broker.get(`/policies/${debtor.id}/instalments`), 200)[0]).toMatchObject({
        status: 'overdue',
        lapses_on: '2027-03-31',
      });
    },
    3 * MINUTES,
  );

  it(
    'cancels it on that day, pro rata, tells the prospect, and leaves no commission where nothing was paid',
    async () => {
      await system.moveClock('2027-03-30T21:59:00Z');
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect(must(await broker.get(`/policies/${debtor.id}`), 200).status).toBe('active');
      const preview = must(
        await (
          await system.as('admin')
        ).get(`/commissions/clawback-preview?policy_id=${debtor.id}&cause=unpaid&effective_date=2027-03-31`),
        200,
      );
      await system.moveClock('2027-03-31T09:00:00Z');
      await eventually(async () => {
        const { status } = must(await broker.get(`/policies/${debtor.id}`), 200);
        if (status !== 'cancelled') throw new Error(status);
      }, 60);
      // 31 of 366 days of cover: 570.00 × 335 / 366 = 521.72 are no longer owed, and nothing had been paid.
      expect(must(await broker.get(`/policies/${debtor.id}`), 200).cancellation).toEqual({
        rule: 'pro_rata',
        effective_date: '2027-03-31',
        refund: 521.72,
        paid_back: 0,
      });
      expect((await factsOf(debtor.id, 'PolicyCancelled'))[0]).toMatchObject({
        cause: 'unpaid',
        cooling_off_until: null,
        terms: [{ earned: '48.28', kept: '0.00' }],
      });
      await system.quiet(120);
      const [mail] = (await system.mails()).filter((one) => one.subject!.includes('is cancelled'));
      const text = mail!.text!.replace(/\s+/g, ' ');
      expect(text).toContain('an instalment stayed unpaid after our reminder');
      expect(text).toContain('You have paid nothing. We do not collect the €48.28 for the days of cover.');
      expect(told(await commissionsOf(system, debtor.id))).toEqual([
        'broker 85.5 pending',
        'manager 28.5 pending',
        'broker -85.5 pending',
        'manager -28.5 pending',
      ]);
      const amounts = (rows: any[]) => rows.map((row) => [row.beneficiary_role, row.amount]);
      expect(amounts(preview)).toEqual([
        ['broker', -85.5],
        ['manager', -28.5],
      ]);
      expect(simulated[0]).toMatchObject({ instalments_paid: 0, date: '2027-03-31', kept: 0 });
      expect(amounts(simulated[0].rows)).toEqual(amounts(preview));
      expect(must(await broker.get(`/policies/${payer.id}`), 200).status).toBe('active');
    },
    3 * MINUTES,
  );

  it(
    'leaves a week to pay where the reminder comes late',
    async () => {
      must(await broker.post(`/policies/${payer.id}/instalments/2/pay`, { paid_on: '2027-03-31' }), 200);
      await system.moveClock('2027-08-15T09:00:00Z');
      await eventually(async () => {
        const [fact] = await factsOf(payer.id, 'InstalmentOverdue');
        expect(fact).toMatchObject({ number: 3, due_date: '2027-05-01', lapses_on: '2027-08-22' });
      }, 60);
      must(await broker.post(`/policies/${payer.id}/instalments/3/pay`, { paid_on: '2027-08-15' }), 200);
      await system.quiet(120);
    },
    3 * MINUTES,
  );

  it(
    'leaves the commission on what was paid, to the cent, and explains it',
    async () => {
      await eventually(async () => {
        expect(await factsOf(payer.id, 'InstalmentOverdue')).toMatchObject([
          { number: 3 },
          { number: 4, lapses_on: '2027-08-22' },
        ]);
      }, 60);
      await system.moveClock('2027-08-22T09:00:00Z');
      await eventually(async () => expect(await factsOf(payer.id, 'PolicyCancelled')).toHaveLength(1), 60);
      // 175 of 366 days of cover are 272.54; three instalments came in, 142.50: a quarter of the premium.
      expect((await factsOf(payer.id, 'PolicyCancelled'))[0].terms).toMatchObject([
        { earned: '272.54', kept: '142.50' },
      ]);
      await system.quiet(120);
      const rows = await commissionsOf(system, payer.id);
      expect(told(rows)).toEqual([
        'broker 85.5 pending',
        'manager 28.5 pending',
        'broker -64.13 pending',
        'manager -21.38 pending',
      ]);
      const explained = must(await broker.get(`/commissions/${rows[0].id}/explanation`), 200);
      expect([explained.balance, workOut(explained.tree)]).toEqual([21.37, 2137n]);
      expect(JSON.stringify(explained.tree)).toContain('"-142.50"');
      expect(await checkInvariants(system)).toEqual([]);
    },
    3 * MINUTES,
  );
});

describe('when the API dies between acceptance and policy', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start();
    await system.moveClock('2027-03-01T09:00:00Z');
  }, 3 * MINUTES);
  afterAll(() => system?.end(), MINUTES);

  /** Accepts and is killed right after the acceptance is committed; comes back without the fault. */
  async function acceptAndDie(quote: number): Promise<void> {
    const broker = await system.as('broker1');
    await system.api.stop();
    await system.api.start({ FAILPOINTS: 'event.committed@QuoteAccepted' });
    await broker.post(`/policies/${quote}/accept`).catch(() => undefined);
    await system.api.ended();
    await system.api.start();
  }

  it(
    'the saga alone issues the policy',
    async () => {
      const broker = await system.as('broker1');
      const quote = quoteOf(await aComparison(broker, await aProspect(broker), AUTO), 'axa');
      await acceptAndDie(quote);
      const [policy] = await eventually(async () => {
        const rows = await system.query('SELECT id, policy_number FROM policy WHERE quote_id = $1', [quote]);
        if (rows.length === 0) throw new Error('not issued yet');
        return rows;
      }, 60);
      expect(policy!.policy_number).toBe('INS-2027-000001');
    },
    3 * MINUTES,
  );

  it(
    'the saga alone reopens the quote that can never be issued, its siblings with it, and leaves no gap',
    async () => {
      const broker = await system.as('broker1');
      const prospect = await aProspect(broker);
      must(await broker.post(`/policies/${quoteOf(await aComparison(broker, prospect, AUTO), 'axa')}/accept`), 201);
      const comparison = await aComparison(broker, prospect, AUTO);
      const quote = quoteOf(comparison, 'axa');
      await acceptAndDie(quote);
      const facts = await eventually(async () => {
        const rows = await system.query(
          `SELECT aggregate_id, data FROM event_store WHERE event_type = 'QuoteReopened' ORDER BY aggregate_id::int`,
        );
        if (rows.length === 0) throw new Error('not reopened yet');
        return rows;
      }, 60);
      expect(facts.map((row) => Number(row.aggregate_id)).sort((a, b) => a - b)).toEqual(
        comparison.quotes.map((one: any) => one.id).sort((a: number, b: number) => a - b),
      );
      expect(facts.every((row) => row.data.status === 'draft')).toBe(true);
      expect(must(await broker.get(`/quotes/${quote}`), 200)).toMatchObject({ status: 'draft', closed_reason: null });
      const policy = must(await broker.post(`/policies/${quote}/accept`, { allow_second_policy: true }), 201).policy;
      expect(policy.policy_number).toBe('INS-2027-000003');
      await system.quiet(120);
      expect(await system.query(`SELECT last_error FROM event_delivery WHERE status = 'dead'`)).toEqual([]);
    },
    3 * MINUTES,
  );
});
