import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { aComparison, aPolicy, aProspect, must, quoteOf } from '../support/journey.js';
import { bundled, nodeProgram } from '../support/program.js';
import { System } from '../support/system.js';
import { Barrier } from './support/barrier.js';

jest.setTimeout(180_000);

let system: System;
let policy: any;

beforeAll(async () => {
  system = await System.start();
  policy = await aPolicy(await system.as('broker1'));
  await system.quiet();
});

afterAll(() => system?.stop());

/** A tool as an operator runs it. Waiting for it must not hold up this process, whose idle connections the API would end meanwhile. */
function tool(name: string, ...args: string[]): Promise<{ status: number; said: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      nodeProgram,
      [`${bundled}/${name}.js`, ...args],
      { env: { ...process.env, ...system.environment } },
      (_error, stdout, stderr) => resolve({ status: child.exitCode!, said: stdout + stderr }),
    );
  });
}

const metrics = async () => (await fetch(`${system.api.url}/metrics`)).text();

/** A figure of /metrics. */
async function figure(sample: string, text?: string): Promise<number> {
  text ??= await metrics();
  const line = text.split('\n').find((each) => each.startsWith(`${sample} `));
  if (!line) throw new Error(`no ${sample} in ${text}`);
  return Number(line.slice(sample.length + 1));
}

describe('the event store over HTTP', () => {
  it('answers by aggregate, in the order of the sealed sequence', async () => {
    const admin = await system.as('admin');
    const events = await eventually(async () => {
      const answer = await admin.get(`/events?aggregate_type=policy&aggregate_id=${policy.id}`);
      expect(must(answer, 200).map((one: any) => one.event_type)).toEqual([
        'PolicyCreated',
        'PolicyContractGenerated',
        'PolicyConfirmationSent',
      ]);
      expect(answer.headers.get('x-total-count')).toBe('3');
      return answer.body;
    });
    expect(events[0]).toMatchObject({
      aggregate_id: String(policy.id),
      version: 1,
      is_processed: true,
      data: { policy_number: policy.policy_number, declared: { smoker: false } },
    });
    // Sealing follows within a second, and the admin has only just signed in.
    await eventually(async () => expect(await system.query('SELECT FROM event_unsealed')).toEqual([]));
    const all: any[] = [];
    for (let path: string | undefined = '/events?limit=7'; path;) {
      const page = await admin.get(path);
      all.push(...must(page, 200));
      path = /<\/api\/v1(.*)>/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(all.map((one) => one.sequence)).toEqual(all.map((_, index) => index + 1));
    expect(must(await admin.get(`/events?after=${all.at(-1).sequence}`), 200)).toEqual([]);
    expect(must(await admin.get('/events?event_type=QuoteGenerated'), 200)).toHaveLength(3);
  });

  it('says whether the chain holds', async () => {
    const admin = await system.as('admin');
    expect(must(await admin.get('/events/verify'), 200)).toMatchObject({
      ok: true,
      first: null,
      fault_count: 0,
      from_sequence: 1,
    });
    expect((await admin.get('/events/verify?from=1&to=20000')).status).toBe(422);
    expect((await admin.get('/events/verify?from=9&to=3')).status).toBe(422);
    expect((await admin.get('/events/verify?from=2000000')).body).toMatchObject({
      status: 422,
      errors: [{ field: 'from', code: 'not_sealed_yet' }],
    });
    const {
      head: { number, hmac },
    } = must(await admin.get('/events/verify'), 200);
    expect(must(await admin.get(`/events/verify?since=${number}:${hmac}`), 200)).toMatchObject({
      ok: true,
      fault_count: 0,
    });
    expect(must(await admin.get(`/events/verify?since=1:${'0'.repeat(64)}`), 200)).toMatchObject({
      ok: false,
      fault_count: 1,
    });
    expect((await admin.get(`/events/verify?since=${number}:${hmac}&from=1`)).status).toBe(422);
    expect((await admin.get('/events/verify?since=1')).status).toBe(422);
  });

  it("is the admin's alone, as operations are", async () => {
    for (const [who, status] of [
      ['head_sales', 403],
      ['broker1', 403],
    ] as const) {
      const client = await system.as(who);
      for (const path of [
        '/events',
        '/events/verify',
        '/operations/deliveries',
        '/operations/dead-letters',
        '/operations/subscribers',
      ]) {
        expect((await client.get(path)).status).toBe(status);
      }
      expect((await client.post('/operations/reconcile')).status).toBe(status);
    }
    expect((await system.anonymous().get('/events')).status).toBe(401);
  });
});

describe('deliveries', () => {
  it('are listed and counted', async () => {
    const admin = await system.as('admin');
    const rows = must(
      await admin.get(`/operations/deliveries?aggregate_type=policy&aggregate_id=${policy.id}&limit=2`),
      200,
    );
    expect(rows).toHaveLength(2);
    const page = await admin.get('/operations/deliveries?limit=2');
    const next = await admin.get(/<\/api\/v1(.*)>/.exec(page.headers.get('link')!)![1]!);
    expect(next.body.map((one: any) => one.event_id + one.subscriber)).not.toEqual(
      page.body.map((one: any) => one.event_id + one.subscriber),
    );
    expect(must(await admin.get('/operations/subscribers'), 200)).toContainEqual({
      subscriber: 'policy-creation',
      pending: 0,
      forwarded: 0,
      dead: 0,
      oldest_open_seconds: null,
    });
  });

  it('that are dead can be redriven or skipped, as facts of their own', async () => {
    const admin = await system.as('admin');
    const [redriven, skipped] = await system.query(
      `UPDATE event_delivery SET status = 'dead', last_error = 'planted', attempts = 8
       WHERE aggregate_type = 'policy' AND event_type = 'PolicyCreated' AND subscriber IN ('activity', 'prospect-status') RETURNING event_id, subscriber`,
    );
    expect(must(await admin.get('/operations/dead-letters'), 200).map((one: any) => one.last_error)).toEqual([
      'planted',
      'planted',
    ]);
    expect(await figure('crm_deliveries_dead{subscriber="activity"}')).toBe(1);
    const path = (delivery: any, what: string) =>
      `/operations/dead-letters/${delivery.event_id}/${delivery.subscriber}/${what}`;

    expect(must(await admin.post(path(redriven, 'redrive'), { reason: 'mended' }), 200)).toMatchObject({
      status: expect.stringMatching(/pending|forwarded|done/),
    });
    await system.quiet();
    expect((await admin.post(path(redriven, 'redrive'))).body).toMatchObject({
      status: 409,
      code: 'delivery_not_dead',
    });
    expect((await admin.post(path(skipped, 'skip'), {})).status).toBe(422);
    expect(must(await admin.post(path(skipped, 'skip'), { reason: 'not wanted' }), 200)).toMatchObject({
      status: 'skipped',
    });
    expect((await admin.post(path({ event_id: 'nobody', subscriber: 'x' }, 'redrive'))).status).toBe(404);

    const told = await system.query(
      `SELECT event_type, aggregate_id, data ->> 'reason' AS reason, (metadata ->> 'role') AS role FROM event_store WHERE aggregate_type = 'delivery' ORDER BY id`,
    );
    expect(told).toEqual([
      {
        event_type: 'DeliveryRedriven',
        aggregate_id: `${redriven.event_id}.${redriven.subscriber}`,
        reason: 'mended',
        role: 'admin',
      },
      {
        event_type: 'DeliverySkipped',
        aggregate_id: `${skipped.event_id}.${skipped.subscriber}`,
        reason: 'not wanted',
        role: 'admin',
      },
    ]);
  });
});

describe('reconciling', () => {
  it('finds a quote without its policy and a policy without its commissions, and mends both', async () => {
    const admin = await system.as('admin');
    const broker = await system.as('broker1');
    const comparison = await aComparison(broker, await aProspect(broker, { email: 'forgotten@example.com' }));
    const quote = quoteOf(comparison, 'generali');
    await system.quiet();
    // As if the acceptance had been committed an hour ago by a build that knew no subscriber for it.
    await system.worker.stop();
    await system.query(`CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$`);
    await system.query(
      `CREATE TRIGGER forget BEFORE INSERT ON event_delivery FOR EACH ROW WHEN (NEW.subscriber = 'policy-creation') EXECUTE FUNCTION forget()`,
    );
    await system.query(
      `CREATE TRIGGER fail BEFORE INSERT ON policy FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
    );
    await broker.post(`/policies/${quote}/accept`);
    await system.query('DROP TRIGGER fail ON policy');
    await system.query('DROP TRIGGER forget ON event_delivery');
    expect(await system.query('SELECT status FROM quote WHERE id = $1', [quote])).toEqual([{ status: 'accepted' }]);
    await system.query(`DELETE FROM event_delivery WHERE subscriber = 'commission-calculation' AND aggregate_id = $1`, [
      String(policy.id),
    ]);
    await system.query('DELETE FROM commission WHERE policy_id = $1', [policy.id]);
    await system.query(`UPDATE quote SET accepted_at = accepted_at - interval '2 minutes' WHERE id = $1`, [quote]);
    await system.query('ALTER TABLE event_store DISABLE TRIGGER event_store_append_only');
    await system.query(
      `UPDATE event_store SET recorded_at = recorded_at - interval '2 minutes' WHERE aggregate_type = 'quote' AND aggregate_id = $1`,
      [String(quote)],
    );
    await system.query('ALTER TABLE event_store ENABLE TRIGGER event_store_append_only');
    expect(await figure('crm_accepted_without_policy')).toBe(1);
    // However long nobody does anything about it.
    await system.query(`UPDATE company_clock SET clock_offset = '40 days'`);
    expect(await figure('crm_accepted_without_policy')).toBe(1);
    await system.query(`UPDATE company_clock SET clock_offset = '0'`);

    const { forwarded, stuck, more } = must(await admin.post('/operations/reconcile'), 200);
    expect(forwarded.map((one: any) => [one.event_type, one.subscriber]).sort()).toEqual([
      ['PolicyCreated', 'commission-calculation'],
      ['QuoteAccepted', 'policy-creation'],
    ]);
    expect({ stuck, more }).toEqual({ stuck: [], more: false });
    await system.worker.start();
    await system.quiet();
    expect(await system.query('SELECT quote_id FROM policy WHERE quote_id = $1', [quote])).toHaveLength(1);
    expect(await system.query('SELECT 1 FROM commission WHERE policy_id = $1', [policy.id])).toHaveLength(2);
    expect(await figure('crm_accepted_without_policy')).toBe(0);
    expect(must(await admin.post('/operations/reconcile'), 200)).toEqual({ forwarded: [], stuck: [], more: false });
    await system.query(`UPDATE quote SET accepted_at = accepted_at + interval '2 minutes' WHERE id = $1`, [quote]);
  });

  it('is not kept from what it can mend by what it leaves alone, however much that is', async () => {
    const admin = await system.as('admin');
    await system.worker.stop();
    const copies = (table: string, where: string, changes: string) =>
      system.query(
        `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT copy.* FROM generate_series(1000001, 1000600) AS n, ${table} AS one,
         jsonb_populate_record(one, jsonb_build_object(${changes})) AS copy WHERE one.${where}`,
        [policy.quote_id],
      );
    // Six hundred acceptances without a policy whose deliveries are under way, dead or skipped.
    await copies('comparison', 'id = (SELECT comparison_id FROM quote WHERE id = $1)', `'id', n`);
    await copies('quote', 'id = $1', `'id', n, 'comparison_id', n`);
    await copies(
      'event_store',
      `id = (SELECT id FROM event_store WHERE event_type = 'QuoteAccepted' AND aggregate_id = $1::int::text)`,
      `'id', n, 'event_id', gen_random_uuid(), 'aggregate_id', n::text, 'recorded_at', clock_timestamp() - interval '2 minutes'`,
    );
    await system.query(
      `INSERT INTO event_delivery (event_id, subscriber, event_type, aggregate_type, aggregate_id, version, status)
       SELECT event_id, 'policy-creation', event_type, aggregate_type, aggregate_id, version, (ARRAY['pending', 'dead', 'skipped'])[1 + id % 3]
       FROM event_store WHERE id > 1000000`,
    );
    await system.query(`DELETE FROM event_delivery WHERE subscriber = 'commission-calculation' AND aggregate_id = $1`, [
      String(policy.id),
    ]);

    const { forwarded, stuck, more } = must(await admin.post('/operations/reconcile'), 200);
    expect(forwarded.map((one: any) => [one.event_type, one.subscriber])).toEqual([
      ['PolicyCreated', 'commission-calculation'],
    ]);
    expect(stuck.map((one: any) => one.status).sort()).toEqual([
      ...Array(200).fill('dead'),
      ...Array(200).fill('skipped'),
    ]);
    expect(more).toBe(false);

    await system.query(
      'DELETE FROM event_delivery WHERE event_id IN (SELECT event_id FROM event_store WHERE id > 1000000)',
    );
    await system.query('ALTER TABLE event_store DISABLE TRIGGER event_store_append_only');
    for (const table of ['event_store', 'event_unsealed', 'quote', 'comparison'])
      await system.query(`DELETE FROM ${table} WHERE id > 1000000`);
    await system.query('ALTER TABLE event_store ENABLE TRIGGER event_store_append_only');
    await system.worker.start();
    await system.quiet();
    expect(must(await admin.post('/operations/reconcile'), 200)).toEqual({ forwarded: [], stuck: [], more: false });
  });
});

describe('a new subscriber', () => {
  it('is given the events from before it was there, once', async () => {
    await system.worker.stop();
    const [{ owed }] = (await system.query(
      `SELECT count(*)::int AS owed FROM event_store WHERE aggregate_type <> 'user'`,
    )) as [{ owed: number }];
    await system.query(`DELETE FROM event_delivery WHERE subscriber = 'activity'`);
    await system.query('DELETE FROM activity');
    expect(await tool('backfill', '--subscriber', 'activity', '--dry-run')).toMatchObject({
      status: 0,
      said: expect.stringContaining(`${owed} deliveries are missing`),
    });
    expect(await tool('backfill', '--subscriber', 'activity')).toMatchObject({
      status: 0,
      said: expect.stringContaining(`${owed} deliveries made`),
    });
    expect(await tool('backfill', '--subscriber', 'activity')).toMatchObject({
      status: 0,
      said: expect.stringContaining('0 deliveries made'),
    });
    expect(await tool('backfill', '--subscriber', 'nobody')).toMatchObject({
      status: 1,
      said: expect.stringContaining('There is no subscriber nobody'),
    });
    await system.worker.start();
    await system.quiet();
    const [{ done }] = (await system.query(
      `SELECT count(*)::int AS done FROM event_delivery WHERE subscriber = 'activity' AND status = 'done'`,
    )) as [{ done: number }];
    expect(done).toBe(owed);
  });
});

describe('rebuild', () => {
  it('folds the events of every kind and finds the rows alike', async () => {
    const { status, said } = await tool('rebuild');
    // The commissions that the test above took away were made anew under other ids.
    expect({ status, said }).toMatchObject({
      status: 1,
      said: expect.stringMatching(/prospect: \d+ folded, 0 differences/),
    });
    for (const kind of ['user', 'comparison', 'quote'])
      expect(said).toMatch(new RegExp(`${kind}: [1-9]\\d* folded, 0 differences`));
    expect(said).toMatch(/commission: \d+ folded, 2 differences\n.*it has events and no row/);
  });

  it('names each column that differs, writes nothing by itself, and puts it right when told to', async () => {
    await system.query(`UPDATE policy SET annual_premium = 1, status = 'cancelled' WHERE id = $1`, [policy.id]);
    const compared = await tool('rebuild', 'policy');
    expect(compared.status).toBe(1);
    expect(compared.said).toContain(`policy/${policy.id}: annual_premium is "1.00", its events say "1201.15"`);
    expect(compared.said).toContain(`policy/${policy.id}: status is "cancelled", its events say "active"`);
    expect(await system.query('SELECT annual_premium FROM policy WHERE id = $1', [policy.id])).toEqual([
      { annual_premium: '1.00' },
    ]);
    expect((await tool('rebuild', 'policy', '--write')).said).toContain('1 rows written');
    expect(await tool('rebuild', 'policy')).toMatchObject({ status: 0 });
    expect(await tool('rebuild', 'nonsense')).toMatchObject({
      status: 2,
      said: expect.stringContaining('there is no nonsense'),
    });
  });
});

describe('metrics', () => {
  it('tell of subscribers, seals, the pool, the advisor and every route, at both paths', async () => {
    for (const [sample, value] of [
      ['crm_database_up', 1],
      ['crm_deliveries_open{subscriber="policy-mail"}', 0],
      ['crm_mails_unknown', 0],
      ['crm_pool_waiters', 0],
      ['crm_advisor_breaker_open', 0],
      ['crm_advisor_comparisons_last_hour{source="rules",fallback_reason="no_api_key"}', 2],
    ] as const)
      expect([sample, await figure(sample)]).toEqual([sample, value]);
    for (const name of [
      'crm_delivery_oldest_seconds{subscriber="activity"}',
      'crm_relay_lag_seconds',
      'crm_seal_lag_seconds',
    ]) {
      expect(await figure(name)).toBeGreaterThanOrEqual(0);
    }
    expect(
      await figure(
        'http_request_duration_seconds_count{method="POST",route="/api/v1/policies/:id/accept",status="201"}',
      ).catch(() =>
        figure(
          'http_request_duration_seconds_count{method="POST",route="/api/v1/policies/:quote_id/accept",status="201"}',
        ),
      ),
    ).toBe(1);
    expect(
      await figure(
        'http_request_duration_seconds_count{method="POST",route="/api/v1/operations/reconcile",status="403"}',
      ),
    ).toBe(2);
    const inside = await fetch(`${system.api.url}/api/v1/metrics`);
    expect(inside.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await inside.text()).not.toMatch(/marco|rossi|broker1/i);
  });

  it('leave out what one question does not learn in time, which is no database that is away', async () => {
    const barrier = await Barrier.raise(system, 'LOCK TABLE comparison');
    try {
      const [text] = [await metrics(), await metrics()];
      expect(await figure('crm_database_up', text)).toBe(1);
      expect(await figure('crm_gauges_missing', text)).toBe(1);
      expect(await figure('crm_database_connections{program="crm-api",state="active"}', text)).toBeGreaterThan(0);
      expect(text).not.toContain('crm_advisor_comparisons_last_hour');
    } finally {
      await barrier.fall();
    }
    expect(
      system.api.output.split(
        'crm_advisor_comparisons_last_hour cannot be read: canceling statement due to lock timeout',
      ),
    ).toHaveLength(2);
    expect(await figure('crm_gauges_missing')).toBe(0);
    expect(await figure('crm_advisor_comparisons_last_hour{source="rules",fallback_reason="no_api_key"}')).toBe(2);
  });

  it.each(['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'])(
    'are not handed out through a proxy: %s',
    async (header) => {
      const answer = await fetch(`${system.api.url}/metrics`, { headers: { [header]: '203.0.113.9' } });
      expect(answer.status).toBe(404);
    },
  );
});
