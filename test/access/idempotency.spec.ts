import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Answer, Client } from '../support/client.js';
import { aComparison, aProspect, MARCO, must, quoteOf } from '../support/journey.js';
import { Program } from '../support/program.js';
import { System } from '../support/system.js';

const TWINS = 50;

describe('a POST with an Idempotency-Key', () => {
  let system: System;
  let second: Program;
  let broker: Client;
  /** The same broker at the second API process. */
  let brokerThere: Client;

  beforeAll(async () => {
    system = await System.start({ worker: false });
    second = await new Program('main.js', system.environment).start();
    broker = await system.as('broker1');
    brokerThere = new Client(() => second.url, broker.token);
  }, 120_000);
  afterAll(async () => {
    await second?.stop();
    await system?.stop();
  }, 60_000);

  const keyed = (key: string) => ({ headers: { 'idempotency-key': key } });
  const isReplay = (answer: Answer) => answer.headers.get('idempotency-replayed') === 'true';
  const count = async (table: string, condition: string, value: unknown) =>
    (
      await system.query<{ count: string }>(`SELECT count(*)::int AS count FROM ${table} WHERE ${condition}`, [value])
    )[0]!.count;

  async function twins(path: string, body: object, key: string): Promise<Answer[]> {
    return Promise.all(
      Array.from({ length: TWINS }, (_, index) =>
        (index % 2 === 0 ? broker : brokerThere).post(path, body, keyed(key)),
      ),
    );
  }

  function mustBeOneFresh(answers: Answer[]): void {
    expect(new Set(answers.map((one) => `${one.status} ${JSON.stringify(one.body)}`)).size).toBe(1);
    expect(answers[0]!.status).toBe(201);
    expect(answers.filter((one) => !isReplay(one))).toHaveLength(1);
  }

  it('has its effect once among 50 twins at two API processes, 20 rounds of a command in one transaction', async () => {
    for (let round = 0; round < 20; round += 1) {
      const email = `twin-${round}@example.com`;
      const answers = await twins('/prospects', { ...MARCO, email }, `prospect-round-${round}`);
      mustBeOneFresh(answers);
      expect(new Set(answers.map((one) => one.headers.get('etag')))).toEqual(new Set(['"1"']));
      expect(await count('prospect', 'email = $1', email)).toBe(1);
    }
  }, 120_000);

  it('has its effect once among 50 twins at two API processes, 20 rounds of a command in two transactions', async () => {
    for (let round = 0; round < 20; round += 1) {
      const quote = quoteOf(await aComparison(broker, await aProspect(broker)), 'axa');
      const answers = await twins(`/policies/${quote}/accept`, {}, `accept-round-${round}`);
      mustBeOneFresh(answers);
      expect(await count('policy', 'quote_id = $1', quote)).toBe(1);
      expect(await count('event_store', `event_type = 'QuoteAccepted' AND aggregate_id = $1`, String(quote))).toBe(1);
    }
  }, 120_000);

  it('generates one comparison for all twins', async () => {
    const prospect = await aProspect(broker);
    mustBeOneFresh(
      await twins(
        '/quotes/generate',
        { prospect_id: prospect, insurance_type: 'auto', coverage_amount: 50_000 },
        'one-comparison',
      ),
    );
    expect(await count('comparison', 'prospect_id = $1', prospect)).toBe(1);
  }, 60_000);

  it('refuses the same key with another body or another path', async () => {
    must(await broker.post('/prospects', { ...MARCO, email: 'first@example.com' }, keyed('one-key-two-bodies')), 201);
    const other = await broker.post(
      '/prospects',
      { ...MARCO, email: 'second@example.com' },
      keyed('one-key-two-bodies'),
    );
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);

    const { quotes } = await aComparison(broker, await aProspect(broker));
    must(await broker.post(`/quotes/${quotes[0].id}/send`, {}, keyed('one-key-two-paths')), 200);
    const elsewhere = await broker.post(`/quotes/${quotes[1].id}/send`, {}, keyed('one-key-two-paths'));
    expect([elsewhere.status, elsewhere.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('takes the same key of another user, or on another route, for another key', async () => {
    const { id } = must(await broker.post('/prospects', MARCO, keyed('shared-key-0001')), 201);
    const colleague = await system.as('broker2');
    const theirs = await colleague.post('/prospects', MARCO, keyed('shared-key-0001'));
    expect(must(theirs, 201).id).not.toBe(id);
    expect(isReplay(theirs)).toBe(false);
    expect(
      isReplay(await broker.post(`/prospects/${id}/status`, { status: 'contacted' }, keyed('shared-key-0001'))),
    ).toBe(false);
  });

  it('forgets a refused request, so that it can be mended and sent again', async () => {
    const wrong = await broker.post('/prospects', { ...MARCO, birth_date: '2999-01-01' }, keyed('mended-key'));
    expect(wrong.status).toBe(422);
    must(await broker.post('/prospects', MARCO, keyed('mended-key')), 201);
  });

  it('replays the refusal that came after the first step', async () => {
    const prospect = await aProspect(broker);
    const first = await aComparison(broker, prospect);
    const second = await aComparison(broker, prospect, { insurance_type: 'home', coverage_amount: 100_000 });
    expect(second.comparison_id).not.toBe(first.comparison_id);
    must(await broker.post(`/policies/${quoteOf(first, 'axa')}/accept`), 201);
    const quote = quoteOf(await aComparison(broker, prospect), 'axa');
    const refused = await broker.post(`/policies/${quote}/accept`, {}, keyed('refused-later'));
    const again = await broker.post(`/policies/${quote}/accept`, {}, keyed('refused-later'));
    expect([refused.status, refused.body.code, isReplay(refused)]).toEqual([409, 'already_insured', false]);
    expect([again.status, again.body.code, isReplay(again)]).toEqual([409, 'already_insured', true]);
    expect(await count('event_store', `event_type = 'QuoteAccepted' AND aggregate_id = $1`, String(quote))).toBe(1);
  });

  it('answers 409 while the first is still running', async () => {
    const holder = await system.db.connect();
    try {
      await holder.query('BEGIN');
      await holder.query(
        `INSERT INTO idempotency_key (user_id, route, key, fingerprint) SELECT id, 'POST /api/v1/prospects', 'held-key-0001', '\\x00'
         FROM app_user WHERE username = 'broker1'`,
      );
      const answer = await broker.post('/prospects', MARCO, keyed('held-key-0001'));
      expect([answer.status, answer.body.code]).toEqual([409, 'request_in_progress']);
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
    }
    must(await broker.post('/prospects', MARCO, keyed('held-key-0001')), 201);
  }, 20_000);

  it('remembers no answer with credentials, however the address is written', async () => {
    const colleague = await system.signIn('broker2');
    for (const path of ['/auth/mfa/enrol', '/%61uth/mfa/enrol']) {
      const [first, second] = [
        await colleague.post(path, {}, keyed('key-of-secrets')),
        await colleague.post(path, {}, keyed('key-of-secrets')),
      ];
      expect(must(first, 200).secret).not.toBe(must(second, 200).secret);
    }
    expect(await count('idempotency_key', 'key = $1', 'key-of-secrets')).toBe(0);
  });

  it.each([['1234567'], ['k'.repeat(256)]])('refuses a key of the wrong length', async (key) => {
    const answer = await broker.post('/prospects', MARCO, keyed(key));
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, 'Idempotency-Key']);
  });

  it('lets a key go after 30 days', async () => {
    must(await broker.post('/prospects', MARCO, keyed('an-old-key')), 201);
    await system.query(
      `UPDATE idempotency_key SET created_at = created_at - interval '30 days' WHERE key = 'an-old-key'`,
    );
    const answer = await broker.post('/prospects', { ...MARCO, email: 'new@example.com' }, keyed('an-old-key'));
    expect(must(answer, 201).email).toBe('new@example.com');
    expect(isReplay(answer)).toBe(false);
  });

  it('keeps no personal data in the open', async () => {
    const rows = await system.query<{ kept: string }>(`SELECT idempotency_key::text AS kept FROM idempotency_key`);
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter((row) => /marco|rossi|example\.com|3331234567/i.test(row.kept))).toEqual([]);
  });

  it.each([
    ['QuoteAccepted', 'between acceptance and issue'],
    ['PolicyCreated', 'between issue and answer'],
  ])(
    'goes on with the same key after kill -9 at %s, %s',
    async (event) => {
      const quote = quoteOf(await aComparison(broker, await aProspect(broker)), 'axa');
      const key = randomUUID();
      const doomed = await new Program('main.js', system.environment).start({ FAILPOINTS: `event.committed@${event}` });
      const there = new Client(() => doomed.url, broker.token);
      await expect(there.post(`/policies/${quote}/accept`, {}, keyed(key))).rejects.toThrow();
      await doomed.ended();
      const withoutKey = await broker.post(`/policies/${quote}/accept`);
      expect([withoutKey.status, withoutKey.body.code]).toEqual([409, 'quote_not_open']);
      const resumed = must(await broker.post(`/policies/${quote}/accept`, {}, keyed(key)), 201);
      expect(resumed.policy).toMatchObject({ quote_id: quote, status: 'active' });
      const replayed = await broker.post(`/policies/${quote}/accept`, {}, keyed(key));
      expect(isReplay(replayed)).toBe(true);
      expect(replayed.body).toEqual(resumed);
      expect(await count('policy', 'quote_id = $1', quote)).toBe(1);
    },
    60_000,
  );

  it('goes on with the comparison that was made before kill -9', async () => {
    const prospect = await aProspect(broker);
    const body = { prospect_id: prospect, insurance_type: 'life', coverage_amount: 200_000 };
    const doomed = await new Program('main.js', system.environment).start({
      FAILPOINTS: 'event.committed@ComparisonGenerated',
    });
    await expect(
      new Client(() => doomed.url, broker.token).post('/quotes/generate', body, keyed('made-before')),
    ).rejects.toThrow();
    await doomed.ended();
    const comparison = must(await broker.post('/quotes/generate', body, keyed('made-before')), 201);
    expect(comparison.quotes).toHaveLength(3);
    expect(await count('comparison', 'prospect_id = $1', prospect)).toBe(1);
  }, 60_000);

  it('rolls a command in one transaction back whole at kill -9, and the key with it', async () => {
    const doomed = await new Program('main.js', system.environment).start();
    const blocker = await system.db.connect();
    try {
      await blocker.query('BEGIN');
      await blocker.query('LOCK TABLE event_delivery IN ACCESS EXCLUSIVE MODE');
      const lost = new Client(() => doomed.url, broker.token)
        .post('/prospects', { ...MARCO, email: 'killed@example.com' }, keyed('killed-within'))
        .catch(() => 'lost');
      await new Promise((resolve) => setTimeout(resolve, 500));
      await doomed.kill();
      expect(await lost).toBe('lost');
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
    const answer = await broker.post('/prospects', { ...MARCO, email: 'killed@example.com' }, keyed('killed-within'));
    expect([answer.status, isReplay(answer)]).toEqual([201, false]);
    expect(await count('prospect', 'email = $1', 'killed@example.com')).toBe(1);
  }, 60_000);
});
