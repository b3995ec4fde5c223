import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extractPdfText } from '../../src/platform/pdf/pdf-text.js';
import { type Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { aComparison, aPolicy, aProspect, must, quoteOf } from '../support/journey.js';
import { System } from '../support/system.js';

const AUTO = { insurance_type: 'auto', coverage_amount: 50_000 };
const MINUTES = 60_000;

let system: System;
let broker: Client;

beforeAll(async () => {
  system = await System.start();
  await system.moveClock('2027-02-26T09:00:00Z');
  broker = await system.as('broker1');
}, 3 * MINUTES);
afterAll(() => system?.end(), MINUTES);

/** A policy of a new prospect on the terms named. */
async function insured(provider: string, need: object, person: object = {}): Promise<any> {
  const comparison = await aComparison(broker, await aProspect(broker, person), need);
  return must(await broker.post(`/policies/${quoteOf(comparison, provider)}/accept`), 201).policy;
}

async function expectProblem(
  answer: Promise<{ status: number; body: any }>,
  status: number,
  code: string,
): Promise<any> {
  const { status: given, body } = await answer;
  expect([given, body.code]).toEqual([status, code]);
  return body;
}

/** Mails about a policy, by their subjects; the prospect's and the broker's. */
async function mailsAbout(
  number: string,
): Promise<{ to: string; subject: string; text: string; attachments: any[] }[]> {
  return (await system.mails())
    .filter((mail) => mail.subject!.includes(number))
    .map((mail) => ({
      to: (mail.to as any).text,
      subject: mail.subject!,
      text: mail.text!,
      attachments: mail.attachments,
    }));
}

describe('within the cooling-off days', () => {
  let life: any;
  let auto: any;

  it(
    'has 30 days for life, 14 for the others',
    async () => {
      life = await aPolicy(broker, 'axa');
      auto = await insured('axa', AUTO);
      await system.moveClock('2027-03-12T22:59:00Z');
      const preview = must(await broker.post(`/policies/${auto.id}/cancel?preview=true`), 200);
      expect(preview).toMatchObject({
        rule: 'cooling_off',
        refund: 570,
        paid_back: 0,
        effective_date: null,
        policy: { status: 'active' },
        deadline: { days: 14, last_day: '2027-03-12', catalogue_version: '2026.1' },
      });
      await system.moveClock('2027-03-12T23:00:01Z');
      const late = must(await broker.post(`/policies/${auto.id}/cancel?preview=true`), 200);
      expect(late).toMatchObject({
        rule: 'pro_rata',
        effective_date: '2027-03-13',
        deadline: { days: 14, last_day: '2027-03-12' },
      });
    },
    MINUTES,
  );

  it(
    'gives the whole premium back up to the last minute of the last day, on the night the clock changes',
    async () => {
      must(await broker.post(`/policies/${life.id}/instalments/1/pay`, { paid_on: '2027-02-26' }), 200);
      // The 30th day is 28 March, the day on which summer time begins: midnight in Rome is 22:00 UTC from then on.
      await system.moveClock('2027-03-28T21:59:00Z');
      const answer = must(
        await broker.post(`/policies/${life.id}/cancel`, { reason: 'Changed my mind', effective_date: '2027-12-31' }),
        200,
      );
      expect(answer).toMatchObject({
        rule: 'cooling_off',
        refund: 1201.15,
        paid_back: 100.1,
        effective_date: null,
        deadline: { days: 30, last_day: '2027-03-28', catalogue_version: '2026.1' },
        terms: [{ term: 1, unused_days: 365, days_in_term: 365, refund: 1201.15, earned: 0 }],
        policy: {
          status: 'cancelled',
          is_active: false,
          cancellation: { rule: 'cooling_off', refund: 1201.15, paid_back: 100.1 },
        },
      });
      await system.quiet(120);
      const [mail] = (await mailsAbout(life.policy_number)).filter(({ subject }) => subject.includes('cancelled'));
      expect(mail).toMatchObject({ to: 'marco.rossi@example.com' });
      for (const fact of ['€100.10', '€1,201.15', 'cooling-off days'])
        expect(mail!.text.replace(/\s+/g, ' ')).toContain(fact);
    },
    3 * MINUTES,
  );

  it(
    'refuses a day before today, previewed or not, and changes nothing',
    async () => {
      const [yesterday, today] = ['2027-03-27', '2027-03-28'];
      const policy = await insured('allianz', AUTO);
      const wishes = [
        broker.post(`/policies/${policy.id}/cancel`, { reason: 'Sold', effective_date: yesterday }),
        broker.post(`/policies/${policy.id}/cancel?preview=true`, { effective_date: yesterday }),
        broker.get(`/commissions/clawback-preview?policy_id=${policy.id}&effective_date=${yesterday}`),
      ];
      for (const wish of wishes)
        expect((await expectProblem(wish, 422, 'validation_failed')).errors).toMatchObject([
          { field: 'effective_date' },
        ]);
      expect(must(await broker.get(`/policies/${policy.id}`), 200)).toEqual(policy);
      expect(
        must(await broker.post(`/policies/${policy.id}/cancel?preview=true`, { effective_date: today }), 200).rule,
      ).toBe('cooling_off');
    },
    MINUTES,
  );

  it(
    'refuses to cancel twice, to renew and to pay what is cancelled',
    async () => {
      await expectProblem(broker.post(`/policies/${life.id}/cancel`, { reason: 'Again' }), 409, 'policy_not_active');
      await expectProblem(broker.post(`/policies/${life.id}/cancel?preview=true`), 409, 'policy_not_active');
      await expectProblem(broker.post(`/policies/${life.id}/renew`), 409, 'policy_not_active');
      await expectProblem(
        broker.post(`/policies/${life.id}/instalments/2/pay`, { paid_on: '2027-03-28' }),
        409,
        'policy_not_active',
      );
      const statuses = must(await broker.get(`/policies/${life.id}/instalments`), 200).map((one: any) => one.status);
      expect(statuses).toEqual(['paid', ...Array(11).fill('dropped')]);
    },
    MINUTES,
  );
});

describe('over four years', () => {
  let policy: any;
  let number: string;

  it(
    'begins on a chosen day, up to 60 days ahead',
    async () => {
      await system.moveClock('2027-03-31T09:00:00Z');
      const comparison = await aComparison(broker, await aProspect(broker), AUTO);
      const quote = quoteOf(comparison, 'axa');
      await system.moveClock('2027-04-01T09:00:00Z');
      await expectProblem(
        broker.post(`/policies/${quote}/accept`, { start_date: '2027-03-31' }),
        422,
        'validation_failed',
      );
      await expectProblem(
        broker.post(`/policies/${quote}/accept`, { start_date: '2027-06-01' }),
        422,
        'validation_failed',
      );
      await expectProblem(
        broker.post(`/policies/${quote}/accept`, { start_date: '2027-02-29' }),
        422,
        'validation_failed',
      );
      policy = must(await broker.post(`/policies/${quote}/accept`, { start_date: '2027-05-31' }), 201).policy;
      number = policy.policy_number;
      expect(policy).toMatchObject({
        start_date: '2027-05-31',
        end_date: '2028-05-30',
        renewal_date: '2028-04-30',
        annual_premium: 570,
        monthly_premium: 47.5,
      });
      await system.quiet(120);
    },
    3 * MINUTES,
  );

  it(
    'has twelve instalments, each paid once, in any order',
    async () => {
      const instalments = must(await broker.get(`/policies/${policy.id}/instalments`), 200);
      expect(instalments.map((one: any) => one.due_date)).toEqual([
        '2027-05-31',
        '2027-06-30',
        '2027-07-31',
        '2027-08-31',
        '2027-09-30',
        '2027-10-31',
        '2027-11-30',
        '2027-12-31',
        '2028-01-31',
        '2028-02-29',
        '2028-03-31',
        '2028-04-30',
      ]);
      expect(instalments[0]).toEqual({
        term: 1,
        number: 1,
        due_date: '2027-05-31',
        amount: 47.5,
        status: 'open',
        paid_on: null,
        lapses_on: null,
      });
      await system.moveClock('2027-07-05T09:00:00Z');
      const pay = (no: number | string, body: object) =>
        broker.post(`/policies/${policy.id}/instalments/${no}/pay`, body);
      expect(must(await pay(2, {}), 200)).toMatchObject({ number: 2, status: 'paid', paid_on: '2027-07-05' });
      expect(must(await pay(1, { paid_on: '2027-05-31' }), 200)).toMatchObject({ number: 1, status: 'paid' });
      await expectProblem(pay(1, { paid_on: '2027-06-01' }), 409, 'instalment_paid');
      await expectProblem(pay(3, { paid_on: '2027-07-06' }), 422, 'validation_failed');
      await expectProblem(pay(3, { paid_on: '2027-03-31' }), 422, 'validation_failed');
      await expectProblem(pay(13, { paid_on: '2027-07-01' }), 404, 'not_found');
      await expectProblem(pay(0, { paid_on: '2027-07-01' }), 404, 'not_found');
      await expectProblem(pay(3, { paid_on: '2027-07-01', term: 2 }), 404, 'not_found');
    },
    MINUTES,
  );

  it(
    'cannot be renewed before its renewal date',
    async () => {
      await system.moveClock('2028-04-29T21:59:00Z');
      const { renewal_date } = await expectProblem(
        broker.post(`/policies/${policy.id}/renew?preview=true`),
        409,
        'renewal_not_open',
      );
      expect(renewal_date).toBe('2028-04-30');
      expect(await mailsAbout(number)).toHaveLength(1);
    },
    MINUTES,
  );

  it(
    'is announced 30 days before its end, once, to prospect and broker',
    async () => {
      await system.moveClock('2028-04-29T22:00:01Z');
      await eventually(async () => {
        const rows = await system.query(
          `SELECT 1 FROM event_store WHERE event_type = 'PolicyExpiring' AND aggregate_id = $1`,
          [String(policy.id)],
        );
        if (rows.length === 0) throw new Error('not announced yet');
      }, 60);
      await new Promise((resolve) => setTimeout(resolve, 2500));
      await system.quiet(120);
      const events = await system.query(
        `SELECT 1 FROM event_store WHERE event_type = 'PolicyExpiring' AND aggregate_id = $1`,
        [String(policy.id)],
      );
      expect(events).toHaveLength(1);
      const reminders = (await mailsAbout(number)).filter(({ subject }) => !subject.includes('confirmed'));
      expect(reminders.map(({ to, subject }) => [to, subject]).sort()).toEqual([
        ['broker1@insurance-crm.example', `To be renewed by 30 May 2028: policy ${number}`],
        ['marco.rossi@example.com', `Your policy ${number} ends on 30 May 2028`],
      ]);
    },
    3 * MINUTES,
  );

  it(
    'is renewed by a new term with a contract of its own, and keeps the first',
    async () => {
      const before = await broker.get(`/policies/${policy.id}/pdf`);
      const preview = must(await broker.post(`/policies/${policy.id}/renew?preview=true`), 200);
      expect(preview).toMatchObject({
        term: 2,
        start_date: '2028-05-31',
        end_date: '2029-05-30',
        annual_premium: 570,
        previous_premium: 570,
        premium_change_percent: 0,
        premium_jump: false,
        policy: { term: 1 },
      });
      const renewed = must(await broker.post(`/policies/${policy.id}/renew`), 200).policy;
      expect(renewed).toMatchObject({
        policy_number: number,
        term: 2,
        start_date: '2028-05-31',
        end_date: '2029-05-30',
        renewal_date: '2029-04-30',
      });
      await expectProblem(broker.post(`/policies/${policy.id}/renew`), 409, 'renewal_not_open');
      await system.quiet(120);
      const fulfilment = must(await broker.get(`/policies/${policy.id}/fulfilment`), 200);
      expect(fulfilment.complete).toBe(true);
      const [mail] = (await mailsAbout(number)).filter(({ subject }) => subject.includes('is renewed'));
      const pdf = await broker.get(`/policies/${policy.id}/pdf`);
      expect(mail!.attachments[0].content.equals(pdf.bytes)).toBe(true);
      const text = (await extractPdfText(pdf.bytes)).join('\n');
      for (const fact of [number, '31 May 2028', '30 May 2029']) expect(text).toContain(fact);
      const first = await broker.get(`/policies/${policy.id}/pdf?term=1`);
      expect(first.bytes.equals(before.bytes)).toBe(true);
      await expectProblem(broker.get(`/policies/${policy.id}/pdf?term=3`), 404, 'not_found');
    },
    3 * MINUTES,
  );

  it(
    'cancelled in the running term gives the renewed one back whole',
    async () => {
      const preview = must(
        await broker.post(`/policies/${policy.id}/cancel?preview=true`, { effective_date: '2028-05-20' }),
        200,
      );
      expect(preview).toMatchObject({
        rule: 'pro_rata',
        deadline: { last_day: '2027-04-15' },
        terms: [
          { term: 1, unused_days: 10, days_in_term: 366, refund: 15.57 },
          { term: 2, unused_days: 365, refund: 570, earned: 0 },
        ],
        refund: 585.57,
        paid_back: 0,
      });
      await expectProblem(
        broker.post(`/policies/${policy.id}/cancel?preview=true`, { effective_date: '2028-05-31' }),
        422,
        'validation_failed',
      );
    },
    MINUTES,
  );

  it(
    'keeps its past: the policy as it was known on any day',
    async () => {
      const on = async (day: string) => must(await broker.get(`/policies/${policy.id}/history?as_of=${day}`), 200);
      expect(await on('2027-04-01')).toMatchObject({
        term: 1,
        status: 'active',
        end_date: '2028-05-30',
        days_until_expiry: 425,
      });
      expect(await on('2028-04-29')).toMatchObject({ term: 1 });
      expect(await on('2028-04-30')).toMatchObject({ term: 2, end_date: '2029-05-30' });
      await expectProblem(broker.get(`/policies/${policy.id}/history?as_of=2027-03-31`), 404, 'not_found');
      await expectProblem(broker.get(`/policies/${policy.id}/history?as_of=yesterday`), 422, 'validation_failed');
      for (const path of [`/policies/${policy.id}`, `/quotes/${policy.quote_id}`, `/prospects/${policy.prospect_id}`]) {
        const refused = await expectProblem(broker.get(`${path}/history?as_of=2028-12-31`), 422, 'validation_failed');
        expect(refused.errors).toMatchObject([{ field: 'as_of', code: 'as_of_in_future' }]);
      }
      const events = must(await broker.get(`/policies/${policy.id}/history`), 200);
      expect(events.map((one: any) => one.event_type)).toEqual([
        'PolicyCreated',
        'PolicyContractGenerated',
        'PolicyConfirmationSent',
        'InstalmentPaid',
        'InstalmentPaid',
        'PolicyExpiring',
        'PolicyRenewed',
        'PolicyContractGenerated',
        'PolicyConfirmationSent',
      ]);
      expect(events[0].data.declared).toMatchObject({ risk_category: 'medium', smoker: false });
      const rated = { prospect_type: 'individual', birth_date: '1985-03-15', risk_category: 'medium' };
      expect(events.flatMap((one: any) => one.data.priced_for ?? [])).toEqual([rated, rated]);
      expect(events.map((one: any) => one.version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      const stranger = await system.as('broker3');
      await expectProblem(stranger.get(`/policies/${policy.id}/history`), 404, 'not_found');
      await expectProblem((await system.as('affiliate1')).get(`/policies/${policy.id}/history`), 403, 'forbidden');
      const prospect = must(await broker.get(`/prospects/${policy.prospect_id}/history?as_of=2027-04-01`), 200);
      expect(prospect).toMatchObject({ first_name: 'Marco', status: 'policy_signed' });
      const told = must(await broker.get(`/prospects/${policy.prospect_id}/history`), 200);
      expect(told[0]).toMatchObject({ event_type: 'ProspectCreated', data: { email: 'marco.rossi@example.com' } });
      await expectProblem(stranger.get(`/prospects/${policy.prospect_id}/history`), 404, 'not_found');
    },
    MINUTES,
  );

  it(
    "keeps its quote's past: as it was known before and after its acceptance",
    async () => {
      const path = `/quotes/${policy.quote_id}/history`;
      const on = async (day: string) => must(await broker.get(`${path}?as_of=${day}`), 200);
      const today = must(await broker.get(`/quotes/${policy.quote_id}`), 200);
      expect(await on('2027-04-01')).toEqual(today);
      expect(today).toMatchObject({ status: 'accepted', version: 2 });
      expect(await on('2027-03-31')).toEqual({
        ...today,
        status: 'draft',
        accepted_at: null,
        accepted_by: null,
        version: 1,
      });
      await expectProblem(broker.get(`${path}?as_of=2027-03-30`), 404, 'not_found');
      await expectProblem(broker.get(`${path}?as_of=yesterday`), 422, 'validation_failed');
      const events = must(await broker.get(path), 200);
      expect(events.map((one: any) => [one.event_type, one.version, one.user_id])).toEqual([
        ['QuoteGenerated', 1, today.accepted_by],
        ['QuoteAccepted', 2, today.accepted_by],
      ]);
      await expectProblem((await system.as('broker3')).get(path), 404, 'not_found');
      await expectProblem((await system.as('affiliate1')).get(path), 403, 'forbidden');
    },
    MINUTES,
  );

  it(
    'is renewed again, and cancelled on day 100 of its third term: 570.00 × 265 / 365 = 413.84',
    async () => {
      await system.moveClock('2029-05-01T09:00:00Z');
      expect(must(await broker.post(`/policies/${policy.id}/renew`), 200).policy).toMatchObject({
        term: 3,
        start_date: '2029-05-31',
      });
      await system.moveClock('2029-09-07T10:00:00Z');
      must(await broker.post(`/policies/${policy.id}/instalments/1/pay`, { paid_on: '2029-09-01' }), 200);
      await expectProblem(
        broker.post(`/policies/${policy.id}/cancel`, { reason: 'Sold', effective_date: '2029-09-06' }),
        422,
        'validation_failed',
      );
      await expectProblem(
        broker.post(`/policies/${policy.id}/cancel`, { reason: 'Sold', effective_date: '2030-05-31' }),
        422,
        'validation_failed',
      );
      await expectProblem(
        broker.post(`/policies/${policy.id}/cancel`, { effective_date: '2029-09-07' }),
        422,
        'validation_failed',
      );
      await expectProblem(broker.post(`/policies/${policy.id}/cancel`, { reason: '   ' }), 422, 'validation_failed');
      const answer = must(
        await broker.post(`/policies/${policy.id}/cancel`, {
          reason: 'The car was sold.',
          effective_date: '2029-09-07',
        }),
        200,
      );
      expect(answer).toMatchObject({
        rule: 'pro_rata',
        deadline: null,
        refund: 413.84,
        paid_back: 0,
        effective_date: '2029-09-07',
        terms: [{ term: 3, unused_days: 265, days_in_term: 365, earned: 156.16 }],
        policy: { status: 'cancelled' },
      });
      await system.quiet(120);
      const [mail] = (await mailsAbout(number)).filter(({ subject }) => subject.includes('is cancelled'));
      for (const fact of ['€413.84', '7 September 2029']) expect(mail!.text).toContain(fact);
      const [{ stored }] = await system.query(`SELECT string_agg(data::text, ' ') AS stored FROM event_store`);
      expect(stored).not.toContain('The car was sold');
    },
    3 * MINUTES,
  );
});

describe('a renewal that changes things', () => {
  it(
    'asks first when the premium jumps by more than 10 %',
    async () => {
      await system.moveClock('2029-10-01T09:00:00Z');
      // Auto from 70 on: 1.15 instead of 1.00.
      const policy = await insured('axa', AUTO, { birth_date: '1960-10-01' });
      expect(policy.annual_premium).toBe(570);
      await system.moveClock('2030-09-15T09:00:00Z');
      const jump = { previous_premium: 570, annual_premium: 655.5, premium_change_percent: 15 };
      expect(must(await broker.post(`/policies/${policy.id}/renew?preview=true`), 200)).toMatchObject({
        ...jump,
        premium_jump: true,
      });
      expect(
        await expectProblem(broker.post(`/policies/${policy.id}/renew`), 409, 'premium_change_unconfirmed'),
      ).toMatchObject(jump);
      expect(must(await broker.get(`/policies/${policy.id}`), 200).term).toBe(1);
      const renewed = must(await broker.post(`/policies/${policy.id}/renew`, { accept_premium_change: true }), 200);
      expect(renewed).toMatchObject({
        ...jump,
        term: 2,
        premium_breakdown: { age: 1.15 },
        policy: { annual_premium: 655.5 },
      });
    },
    MINUTES,
  );

  it(
    'is refused when the provider no longer takes the prospect, with every reason',
    async () => {
      const policy = await insured(
        'axa',
        { insurance_type: 'life', coverage_amount: 250_000 },
        { birth_date: '1965-03-01' },
      );
      await system.moveClock('2031-09-01T09:00:00Z');
      const refused = await expectProblem(broker.post(`/policies/${policy.id}/renew`), 409, 'no_longer_insurable');
      expect(refused.reasons).toEqual([{ code: 'age_above_maximum', text: 'Age 66 exceeds maximum 65' }]);
    },
    MINUTES,
  );

  it(
    'pays whoever is assigned now',
    async () => {
      const policy = await insured('axa', AUTO);
      const manager = await system.as('manager1');
      const broker2 = must(await (await system.as('broker2')).get('/auth/me'), 200).id;
      const listed = async (list: string) =>
        must(await (await system.as('broker2')).get(`/${list}?prospect_id=${policy.prospect_id}`), 200).length;
      expect([await listed('policies'), await listed('quotes')]).toEqual([0, 0]);
      must(await manager.post(`/prospects/${policy.prospect_id}/assign`, { broker_id: broker2 }), 200);
      expect([await listed('policies'), await listed('quotes')]).toEqual([1, 4]);
      await system.moveClock('2032-08-10T09:00:00Z');
      must(await manager.post(`/policies/${policy.id}/renew`), 200);
      await system.quiet(120);
      const rows = await system.query(
        `SELECT term, beneficiary_id, amount FROM commission WHERE policy_id = $1 AND beneficiary_role = 'broker' ORDER BY term`,
        [policy.id],
      );
      const broker1 = must(await broker.get('/auth/me'), 200).id;
      expect(rows).toEqual([
        { term: 1, beneficiary_id: broker1, amount: '85.50' },
        { term: 2, beneficiary_id: broker2, amount: '57.00' },
      ]);
    },
    3 * MINUTES,
  );
});

describe('the end of a term', () => {
  it(
    'expires the policy on the day after, by itself',
    async () => {
      await system.moveClock('2033-03-01T09:00:00Z');
      const policy = await insured('axa', AUTO);
      await system.moveClock('2034-02-28T22:59:30Z');
      await expectProblem(
        broker.post(`/policies/${policy.id}/cancel?preview=true`, { effective_date: '2034-03-01' }),
        422,
        'validation_failed',
      );
      expect(must(await broker.get(`/policies/${policy.id}`), 200)).toMatchObject({
        status: 'active',
        days_until_expiry: 0,
      });
      await system.moveClock('2034-02-28T23:00:01Z');
      await expectProblem(broker.post(`/policies/${policy.id}/cancel`, { reason: 'Late' }), 409, 'policy_not_active');
      await eventually(async () => {
        const { status } = must(await broker.get(`/policies/${policy.id}`), 200);
        if (status !== 'expired') throw new Error(status);
      }, 60);
      await expectProblem(broker.post(`/policies/${policy.id}/renew`), 409, 'policy_not_active');
    },
    2 * MINUTES,
  );

  it(
    'expires quotes past their validity',
    async () => {
      const comparison = await aComparison(broker, await aProspect(broker), AUTO);
      await system.moveClock('2034-04-01T00:00:00Z');
      await eventually(async () => {
        const quote = must(await broker.get(`/quotes/${comparison.quotes[0].id}`), 200);
        if (quote.status !== 'expired') throw new Error(quote.status);
        expect(quote.closed_reason).toBe('past_validity');
      }, 60);
      await expectProblem(broker.post(`/policies/${comparison.quotes[0].id}/accept`), 409, 'quote_not_open');
    },
    2 * MINUTES,
  );
});

describe('days that are special', () => {
  let clocksChange: any;

  it(
    '29 February: the term ends on 28 February, and the next begins on 1 March',
    async () => {
      await system.moveClock('2036-02-29T09:00:00Z');
      const policy = await insured('axa', AUTO);
      expect(policy).toMatchObject({ start_date: '2036-02-29', end_date: '2037-02-28', renewal_date: '2037-01-29' });
      const days = must(await broker.get(`/policies/${policy.id}/instalments`), 200).map((one: any) => one.due_date);
      expect([days[0], days[1], days[11]]).toEqual(['2036-02-29', '2036-03-29', '2037-01-29']);
      await system.moveClock('2037-02-01T09:00:00Z');
      expect(must(await broker.post(`/policies/${policy.id}/renew`), 200)).toMatchObject({
        start_date: '2037-03-01',
        end_date: '2038-02-28',
      });
    },
    MINUTES,
  );

  it(
    'New Year: the number follows the year in Rome, not in UTC',
    async () => {
      await system.moveClock('2037-12-31T22:59:00Z');
      const quotes = await Promise.all(
        [1, 2].map(async () => quoteOf(await aComparison(broker, await aProspect(broker), AUTO), 'axa')),
      );
      await system.moveClock('2037-12-31T22:59:50Z');
      const last = must(await broker.post(`/policies/${quotes[0]}/accept`), 201).policy;
      await system.moveClock('2037-12-31T23:00:00Z');
      const first = must(await broker.post(`/policies/${quotes[1]}/accept`), 201).policy;
      expect(last).toMatchObject({ policy_number: expect.stringMatching(/^INS-2037-/), start_date: '2037-12-31' });
      expect(first).toMatchObject({ policy_number: 'INS-2038-000001', start_date: '2038-01-01' });
    },
    MINUTES,
  );

  it.each([
    ['2038-06-30', 269],
    ['2038-10-30', 147],
    ['2038-10-31', 146],
    ['2038-11-01', 145],
    ['2039-03-26', 0],
  ])(
    'cover to the end of %s leaves %i days, the one of 25 hours counted once',
    async (effective_date, unused_days) => {
      clocksChange ??= await (async () => {
        await system.moveClock('2038-03-27T09:00:00Z');
        const policy = await insured('axa', AUTO);
        await system.moveClock('2038-05-01T09:00:00Z');
        return policy;
      })();
      const { terms } = must(
        await broker.post(`/policies/${clocksChange.id}/cancel?preview=true`, { effective_date }),
        200,
      );
      expect(terms[0]).toMatchObject({ days_in_term: 365, unused_days });
    },
    MINUTES,
  );
});

describe('a second policy of a kind', () => {
  it(
    'is refused, the quote open again with its siblings, and issued when it is wanted',
    async () => {
      await system.moveClock('2038-06-01T09:00:00Z');
      const prospect = await aProspect(broker);
      const first = await aComparison(broker, prospect, AUTO);
      const held = must(await broker.post(`/policies/${quoteOf(first, 'axa')}/accept`), 201).policy;
      const second = await aComparison(broker, prospect, AUTO);
      const quote = quoteOf(second, 'axa');
      await expectProblem(broker.post(`/policies/${quote}/accept`), 409, 'already_insured');
      const statuses = must(await broker.get(`/quotes/prospect/${prospect}`), 200)
        .filter((one: any) => one.comparison_id === second.comparison_id)
        .map((one: any) => [one.status, one.closed_reason]);
      expect(statuses).toEqual(second.quotes.map(() => ['draft', null]));
      await system.quiet(120);
      const policy = must(await broker.post(`/policies/${quote}/accept`, { allow_second_policy: true }), 201).policy;
      expect(policy.policy_number).not.toBe(held.policy_number);
      const again = await expectProblem(broker.post(`/policies/${quote}/accept`), 409, 'quote_not_open');
      expect(again).toMatchObject({ policy_id: policy.id, policy_number: policy.policy_number });
    },
    3 * MINUTES,
  );
});

describe('a quote is priced for facts', () => {
  const LIFE = { insurance_type: 'life', coverage_amount: 250_000 };

  async function become(prospect: number, facts: object): Promise<void> {
    const { version } = must(await broker.get(`/prospects/${prospect}`), 200);
    must(await broker.patch(`/prospects/${prospect}`, facts, { headers: { 'if-match': `"${version}"` } }), 200);
  }

  /** A prospect, and AXA's quote for it. */
  async function quoted(person: object): Promise<{ prospect: number; comparison: any; quote: number }> {
    const prospect = await aProspect(broker, person);
    const comparison = await aComparison(broker, prospect, LIFE);
    return { prospect, comparison, quote: quoteOf(comparison, 'axa') };
  }

  it(
    'and binds for these alone, whatever birthdays come',
    async () => {
      await system.moveClock('2038-07-01T09:00:00Z');
      const born = { birth_date: '1985-07-15', risk_category: 'low' };
      const { prospect, comparison, quote } = await quoted(born);
      expect(comparison.priced_for).toEqual({ prospect_type: 'individual', ...born });
      await become(prospect, { birth_date: '1940-07-15', risk_category: 'high' });
      const headers = { 'idempotency-key': 'priced-for-facts' };
      for (const path of [`/policies/${quote}/accept`, `/quotes/${quote}/send`]) {
        const problem = await expectProblem(broker.post(path, {}, { headers }), 409, 'facts_changed');
        expect(problem.changed_facts).toEqual(['birth_date', 'risk_category']);
        expect(JSON.stringify(problem)).not.toMatch(/1940|1985|high/);
      }
      expect(must(await broker.get(`/quotes/${quote}`), 200)).toMatchObject({ status: 'draft', version: 1 });
      await become(prospect, born);
      await system.moveClock('2038-07-16T09:00:00Z');
      const { policy } = must(await broker.post(`/policies/${quote}/accept`, {}, { headers }), 201);
      // 800.00 × 0.92 × 0.90 at 52; at 53 it would be 834.62.
      expect(policy.annual_premium).toBe(821.38);
    },
    MINUTES,
  );

  it.each([
    ['a family', {}, { type: 'family' }, ['prospect_type']],
    ['recorded at the risk that it counted as', {}, { risk_category: 'medium' }, null],
    ['no longer recorded at that risk', { risk_category: 'medium' }, { risk_category: null }, null],
    ['without a birth date', {}, { birth_date: null }, ['birth_date']],
  ])(
    'whose prospect becomes %s',
    async (_what, person, facts, changed) => {
      const { prospect, quote } = await quoted(person);
      await become(prospect, facts);
      const answer = await broker.post(`/policies/${quote}/accept`);
      expect([answer.status, answer.body.changed_facts ?? null]).toEqual([changed ? 409 : 201, changed]);
    },
    MINUTES,
  );

  it(
    'from before they were kept: what its prospect is now is rated as of its day',
    async () => {
      await system.moveClock('2038-08-01T09:00:00Z');
      const { prospect, comparison, quote } = await quoted({ birth_date: '1985-08-15', risk_category: 'low' });
      const [{ priced_for }] = await system.query('SELECT priced_for FROM comparison WHERE id = $1', [
        comparison.comparison_id,
      ]);
      const keep = (facts: object | null) =>
        system.query('UPDATE comparison SET priced_for = $2 WHERE id = $1', [comparison.comparison_id, facts]);
      const sent = () => broker.post(`/quotes/${quote}/send`);
      await keep(null);
      await system.moveClock('2038-08-16T09:00:00Z');
      must(await sent(), 200);
      await become(prospect, { birth_date: '1985-08-14' });
      must(await sent(), 200);
      for (const [facts, changed] of [
        [{ birth_date: '1985-07-31', risk_category: 'medium' }, ['birth_date', 'prospect_type', 'risk_category']],
        [{ birth_date: '1984-07-31', risk_category: 'low' }, ['birth_date', 'prospect_type']],
        [{ birth_date: '2038-08-10' }, ['birth_date', 'prospect_type']],
        [{ birth_date: null }, ['birth_date', 'prospect_type']],
      ] as const) {
        await become(prospect, facts);
        expect((await expectProblem(sent(), 409, 'facts_changed')).changed_facts).toEqual(changed);
      }
      await become(prospect, { birth_date: '1985-08-15' });
      must(await broker.post(`/policies/${quote}/accept`), 201);
      await keep(priced_for);
    },
    MINUTES,
  );
});

describe('bad input', () => {
  it.each(['-1', '0', '1.5', 'abc', '99999999999', '2147483647'])(
    'policy id %s is a 404 on every route',
    async (id) => {
      for (const path of ['', '/instalments', '/history', '/history?as_of=2038-01-01', '/fulfilment', '/pdf']) {
        expect([path, (await broker.get(`/policies/${id}${path}`)).status]).toEqual([path, 404]);
      }
      for (const [path, body] of [
        ['/cancel', { reason: 'x' }],
        ['/renew', {}],
        ['/instalments/1/pay', { paid_on: '2038-01-01' }],
        ['/accept', {}],
      ] as const) {
        expect([path, (await broker.post(`/policies/${id}${path}`, body)).status]).toEqual([path, 404]);
      }
    },
    MINUTES,
  );

  it(
    "another broker's policy is a 404 and stays as it is",
    async () => {
      const policy = await insured('axa', AUTO);
      const stranger = await system.as('broker3');
      await expectProblem(stranger.post(`/policies/${policy.id}/cancel`, { reason: 'x' }), 404, 'not_found');
      await expectProblem(stranger.post(`/policies/${policy.id}/renew`), 404, 'not_found');
      await expectProblem(
        stranger.post(`/policies/${policy.id}/instalments/1/pay`, { paid_on: '2038-06-01' }),
        404,
        'not_found',
      );
      await expectProblem(
        broker.post(`/policies/${policy.id}/cancel`, { reason: 'x', refund: 1 }),
        422,
        'unknown_field',
      );
      await expectProblem(
        broker.post(`/policies/${policy.id}/cancel?preview=maybe`, { reason: 'x' }),
        422,
        'validation_failed',
      );
      await expectProblem(
        broker.post(`/policies/${policy.id}/renew`, { accept_premium_change: 'yes' }),
        422,
        'validation_failed',
      );
      expect(must(await broker.get(`/policies/${policy.id}`), 200)).toMatchObject({
        status: 'active',
        version: policy.version,
      });
    },
    MINUTES,
  );
});

describe('in the end', () => {
  it(
    'nothing is dead',
    async () => {
      await system.quiet(120);
      expect(
        await system.query(`SELECT event_type, subscriber, last_error FROM event_delivery WHERE status = 'dead'`),
      ).toEqual([]);
    },
    3 * MINUTES,
  );
});
