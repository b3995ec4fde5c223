import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { extractPdfText } from '../../src/platform/pdf/pdf-text.js';
import { aComparison, aProspect, MARCO, must, quoteOf } from '../support/journey.js';
import { ROUNDS } from '../support/rounds.js';
import { System } from '../support/system.js';

const AUTO = { insurance_type: 'auto', coverage_amount: 50_000 };
const MINUTES = 60_000;
/** Declined before the worker heard that it was quoted. */
let declined: number;
/** Quotes that one midnight decides on. */
const AT_ONCE = 4;

let system: System;
let broker: Client;

beforeAll(async () => {
  // The contracts and mails of hundreds of policies are not what is raced for here: the worker comes at the end.
  system = await System.start({ worker: false });
  await system.moveClock('2027-03-01T09:00:00Z');
  broker = await system.as('broker1');
}, 3 * MINUTES);
afterAll(() => system?.end(), MINUTES);

/** So many comparisons, each of a prospect of its own. */
async function comparisons(count: number): Promise<any[]> {
  const made: any[] = [];
  while (made.length < count) {
    made.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(10, count - made.length) }, async () =>
          aComparison(broker, await aProspect(broker), AUTO),
        ),
      )),
    );
  }
  return made;
}

function noneFailed(answers: Answer[]): void {
  expect(answers.filter(({ status }) => status >= 500).map(({ status, body }) => [status, body])).toEqual([]);
}

async function policiesOf(quoteId: number): Promise<any[]> {
  return system.query('SELECT id, status FROM policy WHERE quote_id = $1', [quoteId]);
}

async function oneOrTheOther(quotes: number[], answers: Answer[]): Promise<void> {
  noneFailed(answers);
  for (const [index, quote] of quotes.entries()) {
    const { status, body } = answers[index]!;
    expect(status === 201 ? 201 : body.code).toEqual(
      status === 201 ? 201 : expect.stringMatching(/^quote_(not_open|expired)$/),
    );
    expect(await policiesOf(quote)).toHaveLength(status === 201 ? 1 : 0);
    const facts = await system.query(
      `SELECT event_type FROM event_store WHERE aggregate_type = 'quote' AND aggregate_id = $1 AND event_type <> 'QuoteGenerated'`,
      [String(quote)],
    );
    expect(facts.filter(({ event_type }) => event_type === 'QuoteAccepted')).toHaveLength(status === 201 ? 1 : 0);
    if (status === 201) expect(facts).toHaveLength(1);
  }
}

describe('while no worker runs', () => {
  it(
    'what an answer promised is what is read next',
    async () => {
      const pipeline = async () => must(await broker.get('/dashboard?period=month'), 200).metrics.pipeline;
      const read = async (id: number) => {
        const { status, version } = must(await broker.get(`/prospects/${id}`), 200);
        const listed = must(await broker.get(`/prospects?status=${status}&limit=100`), 200);
        expect(listed.map((one: any) => one.id)).toContain(id);
        return [status, version];
      };
      const before = await pipeline();
      const prospect = await aProspect(broker);
      expect(await read(prospect)).toEqual(['new', 1]);
      const older = await aComparison(broker, prospect, AUTO);
      expect(await read(prospect)).toEqual(['quoted', 2]);
      expect(await pipeline()).toMatchObject({ total: before.total + 1, quoted: before.quoted + 1 });
      const newer = await aComparison(broker, prospect, AUTO);
      expect(await read(prospect)).toEqual(['quoted', 2]);
      expect(
        must(await broker.get(`/comparisons/${older.comparison_id}`), 200).quotes.map((one: any) => one.closed_reason),
      ).toEqual(older.quotes.map(() => 'superseded'));
      const { policy } = must(await broker.post(`/policies/${quoteOf(newer, 'axa')}/accept`), 201);
      expect(await read(prospect)).toEqual(['policy_signed', 3]);
      expect(await pipeline()).toMatchObject({ quoted: before.quoted, policies_signed: before.policies_signed + 1 });
      expect(must(await broker.get(`/policies?prospect_id=${prospect}`), 200)).toEqual([policy]);
      expect(must(await broker.get(`/policies/${policy.id}/fulfilment`), 200).steps[0]).toMatchObject({
        step: 'policy',
        status: 'done',
      });
      const facts = must(await broker.get(`/prospects/${prospect}/history`), 200).map((one: any) => [
        one.event_type,
        one.data.status ?? null,
      ]);
      expect(facts).toEqual([
        ['ProspectCreated', null],
        ['ProspectStatusChanged', 'quoted'],
        ['ProspectStatusChanged', 'policy_signed'],
      ]);
    },
    MINUTES,
  );

  it(
    'who has declined is quoted again when asked again, and stays declined after that',
    async () => {
      declined = await aProspect(broker);
      for (let time = 0; time < 2; time += 1) {
        await aComparison(broker, declined, AUTO);
        expect(must(await broker.get(`/prospects/${declined}`), 200).status).toBe('quoted');
        must(await broker.post(`/prospects/${declined}/status`, { status: 'declined' }), 200);
      }
    },
    MINUTES,
  );

  it(
    'what changes between an acceptance and its policy changes neither: the contract has what was priced',
    async () => {
      const [comparison] = await comparisons(1);
      const quote = quoteOf(comparison, 'axa');
      const other = await system.db.connect();
      let accepted: Promise<Answer>;
      try {
        await other.query('BEGIN');
        // Lets nobody change the prospect, which the acceptance does not and the issue does.
        await other.query('SELECT FROM prospect WHERE id = $1 FOR SHARE', [comparison.prospect_id]);
        accepted = broker.post(`/policies/${quote}/accept`);
        await eventually(
          async () => expect(must(await broker.get(`/quotes/${quote}`), 200).status).toBe('accepted'),
          5,
        );
        await other.query(`UPDATE prospect SET birth_date = '1940-01-01' WHERE id = $1`, [comparison.prospect_id]);
        await other.query('COMMIT');
      } finally {
        other.release(true);
      }
      const { policy } = must(await accepted, 201);
      expect(policy.annual_premium).toBe(comparison.quotes.find((one: any) => one.id === quote).annual_premium);
      const text = (await extractPdfText((await broker.get(`/policies/${policy.id}/pdf`)).bytes)).join(' ');
      expect(text).toContain('15 March 1985');
      expect(text).not.toContain('1940');
      await system.query('UPDATE prospect SET birth_date = $2 WHERE id = $1', [
        comparison.prospect_id,
        MARCO.birth_date,
      ]);
    },
    MINUTES,
  );
});

describe(`${ROUNDS} rounds each`, () => {
  it(
    '50 accepts of one quote: one policy, the others are told its number',
    async () => {
      for (const comparison of await comparisons(ROUNDS)) {
        const quote = quoteOf(comparison, 'axa');
        const answers = await Promise.all(Array.from({ length: 50 }, () => broker.post(`/policies/${quote}/accept`)));
        noneFailed(answers);
        const won = answers.filter(({ status }) => status === 201);
        expect(won).toHaveLength(1);
        expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(
          new Set(['quote_not_open']),
        );
        expect(await policiesOf(quote)).toHaveLength(1);
      }
    },
    10 * MINUTES,
  );

  it(
    'accept against reject: one of them, and what follows from it',
    async () => {
      for (const comparison of await comparisons(ROUNDS)) {
        const quote = quoteOf(comparison, 'axa');
        const [accepted, rejected] = await Promise.all([
          broker.post(`/policies/${quote}/accept`),
          broker.post(`/quotes/${quote}/reject`, { reason: 'Too dear' }),
        ]);
        noneFailed([accepted, rejected]);
        expect([accepted.status === 201, rejected.status === 200].filter(Boolean)).toHaveLength(1);
        const { status } = must(await broker.get(`/quotes/${quote}`), 200);
        expect([status, (await policiesOf(quote)).length]).toEqual(
          accepted.status === 201 ? ['accepted', 1] : ['rejected', 0],
        );
      }
    },
    10 * MINUTES,
  );

  it(
    'accept against another birth date: a policy of what was priced, or none',
    async () => {
      for (const { prospect_id, quotes } of await comparisons(ROUNDS)) {
        const { id, annual_premium } = quotes.find((one: any) => one.provider === 'axa');
        const [accepted, changed] = await Promise.all([
          broker.post(`/policies/${id}/accept`),
          broker.put(`/prospects/${prospect_id}`, { ...MARCO, birth_date: '1950-01-01' }),
        ]);
        noneFailed([accepted, changed]);
        expect(changed.status).toBe(200);
        expect(accepted.status === 201 ? accepted.body.policy.annual_premium : accepted.body.changed_facts).toEqual(
          accepted.status === 201 ? annual_premium : ['birth_date'],
        );
        expect(await policiesOf(id)).toHaveLength(accepted.status === 201 ? 1 : 0);
      }
    },
    10 * MINUTES,
  );

  it(
    'two quotes of one comparison: one policy',
    async () => {
      for (const comparison of await comparisons(ROUNDS)) {
        const answers = await Promise.all(
          comparison.quotes.map((quote: any) => broker.post(`/policies/${quote.id}/accept`)),
        );
        noneFailed(answers);
        expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      }
    },
    10 * MINUTES,
  );

  it(
    'two policies of a kind for one prospect: one of them',
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const prospect = await aProspect(broker);
        const first = quoteOf(await aComparison(broker, prospect, AUTO), 'axa');
        must(await broker.post(`/policies/${first}/accept`, { start_date: '2027-04-01' }), 201);
        const second = quoteOf(await aComparison(broker, prospect, AUTO), 'axa');
        const answers = await Promise.all([1, 2].map(() => broker.post(`/policies/${second}/accept`)));
        noneFailed(answers);
        expect(answers.every(({ status }) => status === 409)).toBe(true);
        expect(must(await broker.get(`/quotes/${second}`), 200).status).toBe('draft');
      }
    },
    10 * MINUTES,
  );

  it(
    `${10 * ROUNDS} different accepts at once: numbers without a gap`,
    async () => {
      const quotes = (await comparisons(10 * ROUNDS)).map((comparison) => quoteOf(comparison, 'axa'));
      const answers = await Promise.all(quotes.map((quote) => broker.post(`/policies/${quote}/accept`)));
      noneFailed(answers);
      expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
      const rows = await system.query<{ policy_number: string }>(
        'SELECT policy_number FROM policy ORDER BY policy_number',
      );
      expect(rows.map(({ policy_number }) => policy_number)).toEqual(
        rows.map((_, index) => `INS-2027-${String(index + 1).padStart(6, '0')}`),
      );
    },
    10 * MINUTES,
  );

  it(
    "handed over while quotes and a policy come into being: they are the new broker's as well",
    async () => {
      const manager = await system.as('manager1');
      const [first, second] = await Promise.all(
        ['broker1', 'broker2'].map(async (name) => must(await (await system.as(name)).get('/auth/me'), 200).id),
      );
      for (const [round, comparison] of (await comparisons(ROUNDS)).entries()) {
        const { prospect_id } = comparison;
        const answers = await Promise.all([
          manager.post(`/prospects/${prospect_id}/assign`, { broker_id: second }),
          manager.post('/quotes/generate', { prospect_id, insurance_type: 'life', coverage_amount: 100_000 }),
          manager.post(`/policies/${quoteOf(comparison, 'axa')}/accept`),
          ...(round % 2 ? [manager.post(`/prospects/${prospect_id}/assign`, { broker_id: first })] : []),
        ]);
        noneFailed(answers);
        expect(answers.slice(0, 3).map(({ status }) => status)).toEqual([200, 201, 201]);
        const broker_id = must(await manager.get(`/prospects/${prospect_id}`), 200).assigned_broker;
        const rows = await system.query(
          `SELECT assigned_broker FROM quote WHERE prospect_id = $1 UNION ALL SELECT assigned_broker FROM policy WHERE prospect_id = $1`,
          [prospect_id],
        );
        expect(rows.length).toBeGreaterThan(5);
        expect(new Set(rows.map(({ assigned_broker }) => assigned_broker))).toEqual(new Set([broker_id]));
      }
    },
    10 * MINUTES,
  );

  it(
    'cancel against renew: cancelled in the end, the new term refunded whole if it came first',
    async () => {
      const policies: any[] = [];
      for (const comparison of await comparisons(ROUNDS)) {
        policies.push(must(await broker.post(`/policies/${quoteOf(comparison, 'axa')}/accept`), 201).policy);
      }
      await system.moveClock('2028-02-10T09:00:00Z');
      for (const { id } of policies) {
        const [cancelled, renewed] = await Promise.all([
          broker.post(`/policies/${id}/cancel`, { reason: 'Sold', effective_date: '2028-02-10' }),
          broker.post(`/policies/${id}/renew`),
        ]);
        noneFailed([cancelled, renewed]);
        expect(cancelled.status).toBe(200);
        expect(renewed.status === 200 ? 200 : renewed.body.code).toEqual(
          cancelled.body.terms.length === 2 ? 200 : 'policy_not_active',
        );
        const policy = must(await broker.get(`/policies/${id}`), 200);
        expect([policy.status, policy.term]).toEqual(['cancelled', cancelled.body.terms.length]);
        // 19 of 366 days, and the whole second term where there is one: 570.00 × 19 / 366 = 29.59.
        expect(cancelled.body.refund).toBe(policy.term === 2 ? 599.59 : 29.59);
      }
    },
    10 * MINUTES,
  );

  it(
    'twice the same renewal or cancellation: done once',
    async () => {
      await system.moveClock('2028-02-11T09:00:00Z');
      const comparison = await comparisons(ROUNDS);
      const policies = await Promise.all(
        comparison.map(async (one) => must(await broker.post(`/policies/${quoteOf(one, 'axa')}/accept`), 201).policy),
      );
      await system.moveClock('2029-01-20T09:00:00Z');
      for (const { id } of policies) {
        const renewals = await Promise.all([1, 2, 3].map(() => broker.post(`/policies/${id}/renew`)));
        noneFailed(renewals);
        expect(renewals.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
        const cancellations = await Promise.all(
          [1, 2, 3].map(() => broker.post(`/policies/${id}/cancel`, { reason: 'Sold' })),
        );
        noneFailed(cancellations);
        expect(cancellations.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
        const pays = await system.query(
          `SELECT count(*)::int AS facts FROM event_store WHERE aggregate_type = 'policy' AND aggregate_id = $1`,
          [String(id)],
        );
        expect(pays).toEqual([{ facts: 3 }]);
      }
    },
    10 * MINUTES,
  );

  it(
    'a correction against the mail of a quote: no offer goes out that cannot be accepted',
    async () => {
      await system.moveClock('2029-05-01T09:00:00Z');
      const [comparison] = await comparisons(1);
      const quote = quoteOf(comparison, 'axa');
      must(await broker.post(`/quotes/${quote}/send`), 200);
      must(await broker.put(`/prospects/${comparison.prospect_id}`, { ...MARCO, birth_date: '1950-01-01' }), 200);
      await system.worker.start();
      await eventually(async () => {
        const mailed = await system.query(
          `SELECT status, result FROM event_delivery WHERE subscriber = 'quote-mail' AND aggregate_id = $1`,
          [String(quote)],
        );
        expect(mailed).toEqual([{ status: 'done', result: { skipped: 'priced for another birth_date' } }]);
      }, 60);
    },
    2 * MINUTES,
  );

  it(
    'accept against expiry at midnight: a policy or an expired quote, never both',
    async () => {
      await system.moveClock('2029-06-01T09:00:00Z');
      const quotes = (await comparisons(ROUNDS)).map((comparison) => quoteOf(comparison, 'axa'));
      // The worker sweeps every second while the quotes' last day ends.
      await system.moveClock('2029-07-01T21:59:58Z');
      const answers: Answer[] = [];
      for (const quote of quotes) {
        answers.push(await broker.post(`/policies/${quote}/accept`));
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      await oneOrTheOther(quotes, answers);
    },
    10 * MINUTES,
  );

  it(
    'accept against the sweep, both at the same row as midnight passes: a policy or an expired quote, never both',
    async () => {
      // A new year for each: quotes of 1 January are good until the 31st, in winter time.
      for (let [done, year] = [0, 2030]; done < ROUNDS; done += AT_ONCE, year += 1) {
        const [made, last] = [`${year}-01-01`, `${year}-01-31`];
        await system.moveClock(`${made}T09:00:00Z`);
        const quotes = (await comparisons(AT_ONCE)).map((comparison) => quoteOf(comparison, 'axa'));
        await system.moveClock(`${last}T22:59:59.3Z`);
        const held = await system.db.connect();
        await held.query('BEGIN');
        await held.query('SELECT FROM quote WHERE id = ANY($1::int[]) FOR UPDATE', [quotes]);
        const accepts = Promise.all(quotes.map((quote) => broker.post(`/policies/${quote}/accept`)));
        // Asked for on the last day, and held back until sweeps of the next day have come by.
        await new Promise((resolve) => setTimeout(resolve, 1900));
        await held.query('ROLLBACK');
        held.release();
        await oneOrTheOther(quotes, await accepts);
        await eventually(async () => {
          const open = await system.query(
            `SELECT id FROM quote WHERE id = ANY($1::int[]) AND status NOT IN ('accepted', 'expired')`,
            [quotes],
          );
          expect(open).toEqual([]);
        }, 60);
      }
    },
    3 * MINUTES,
  );
});

it(
  'in the end who declined has declined, though the worker hears of the quotes only now',
  async () => {
    await eventually(async () => {
      const open = await system.query(
        `SELECT 1 FROM event_delivery JOIN comparison ON comparison.id = aggregate_id::int WHERE subscriber = 'prospect-status'
       AND aggregate_type = 'comparison' AND prospect_id = $1 AND status <> 'done'`,
        [declined],
      );
      expect(open).toEqual([]);
    }, 60);
    expect(must(await broker.get(`/prospects/${declined}`), 200).status).toBe('declined');
  },
  2 * MINUTES,
);

it(
  'in the end no quote has two policies',
  async () => {
    const rows = await system.query(`SELECT quote_id FROM policy GROUP BY quote_id HAVING count(*) > 1`);
    expect(rows).toEqual([]);
  },
  MINUTES,
);
