import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { aPolicy, must } from '../support/journey.js';
import { PASSWORD, System } from '../support/system.js';

jest.setTimeout(60_000);

let system: System;
let policy: { id: number; prospect_id: number; quote_id: number };
beforeAll(async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  system = await System.start({ environment: { WORKER_METRICS_PORT: String(port) } });
  policy = await aPolicy(await system.as('broker1'));
  await system.quiet(60);
}, 120_000);
afterAll(() => system?.stop(), 60_000);

/** What the log says of a request, once it is written. */
async function logged(requestId: string): Promise<Record<string, unknown>> {
  const admin = await system.as('admin');
  return eventually(async () => {
    const page = must(await admin.get('/access-log?limit=100'), 200) as Record<string, unknown>[];
    const found = page.find((one) => one.request_id === requestId);
    if (!found) throw new Error(`${requestId} is not in the log`);
    return found;
  }, 10);
}

describe('the access log', () => {
  it('holds who read what, and from where', async () => {
    const reads: [username: string, path: string, action: string, object: string | null][] = [
      ['broker1', `/prospects/${policy.prospect_id}`, 'prospect.read', `prospect:${policy.prospect_id}`],
      [
        'broker1',
        `/prospects/${policy.prospect_id}/history`,
        'prospect.read_history',
        `prospect:${policy.prospect_id}`,
      ],
      ['broker1', `/prospects/${policy.prospect_id}/activity`, 'activity.read', `prospect:${policy.prospect_id}`],
      ['broker1', `/quotes/${policy.quote_id}`, 'quote.read', `quote:${policy.quote_id}`],
      ['broker1', `/quotes/${policy.quote_id}/history`, 'quote.read_history', `quote:${policy.quote_id}`],
      ['broker1', `/quotes/prospect/${policy.prospect_id}`, 'quote.read', `prospect:${policy.prospect_id}`],
      ['broker1', '/comparisons/1', 'quote.read', 'comparison:1'],
      ['broker1', `/policies/${policy.id}`, 'policy.read', `policy:${policy.id}`],
      ['broker1', `/policies/${policy.id}/pdf`, 'policy.read', `policy:${policy.id}`],
      ['broker1', `/policies/${policy.id}/history`, 'policy.read_history', `policy:${policy.id}`],
      ['broker1', '/commissions/1/history', 'commission.read_history', 'commission:1'],
      ['manager1', '/users', 'user.read', null],
      ['admin', '/users/1', 'user.read', 'user:1'],
      ['admin', '/operations/deliveries', 'operations.read', null],
      [
        'admin',
        `/events?aggregate_type=prospect&aggregate_id=${policy.prospect_id}`,
        'event.read',
        `prospect:${policy.prospect_id}`,
      ],
      ['admin', '/access-log', 'access_log.read', null],
    ];
    const ids: string[] = [];
    for (const [username, path] of reads) {
      const answer = await (await system.as(username)).get(path);
      expect({ path, status: answer.status }).toEqual({ path, status: 200 });
      ids.push(answer.headers.get('x-request-id')!);
    }
    for (const [index, [username, , action, object]] of reads.entries()) {
      const entry = await logged(ids[index]!);
      expect(entry).toMatchObject({ username, action, object, status: 200, ip: '127.0.0.1' });
      expect(Math.abs(Date.parse(entry.at as string) - Date.now())).toBeLessThan(60_000);
    }
  });

  it('holds an export', async () => {
    const admin = await system.as('admin');
    const commissions = must(await admin.get('/commissions'), 200) as { id: number }[];
    must(await admin.post('/commissions/approve', { ids: commissions.map(({ id }) => id) }), 200);
    const payout = must(await admin.post('/commissions/payouts', { ids: commissions.map(({ id }) => id) }), 201);
    const file = await admin.get(`/commissions/payouts/${payout.id}/csv`);
    expect(file.status).toBe(200);
    expect(await logged(file.headers.get('x-request-id')!)).toMatchObject({
      username: 'admin',
      action: 'payout.read',
      object: `payout:${payout.id}`,
    });
  });

  it('holds whom an admin has registered, and no stranger who registers', async () => {
    const somebody = (name: string) => ({ username: name, email: `${name}@example.com`, password: PASSWORD });
    const stranger = await system.anonymous().post('/auth/register', somebody('stranger'));
    const hired = await (await system.as('admin')).post('/auth/register', { ...somebody('hired'), role: 'manager' });
    expect([stranger.status, hired.status]).toEqual([201, 201]);
    expect(await logged(hired.headers.get('x-request-id')!)).toMatchObject({
      username: 'admin',
      action: 'user.create',
      object: null,
      status: 201,
    });
    expect(
      await system.query('SELECT 1 FROM access_log WHERE request_id = $1', [stranger.headers.get('x-request-id')]),
    ).toEqual([]);
  });

  it('holds who tried what is not theirs', async () => {
    const outOfSight = await (await system.as('broker3')).get(`/prospects/${policy.prospect_id}`);
    expect(await logged(outOfSight.headers.get('x-request-id')!)).toMatchObject({
      username: 'broker3',
      status: 404,
      object: `prospect:${policy.prospect_id}`,
    });
    const notTheirs = await (await system.as('broker3')).get('/operations/deliveries');
    expect(await logged(notTheirs.headers.get('x-request-id')!)).toMatchObject({
      username: 'broker3',
      status: 403,
      action: 'operations.read',
    });
  });

  it('holds no list, and nothing that a caller wrote where an id belongs', async () => {
    const broker = await system.as('broker1');
    const list = await broker.get('/prospects?q=rossi');
    await broker.get('/prospects/marco.rossi@example.com');
    await broker.post('/eligibility/check', { prospect_id: { name: 'marco.rossi' }, insurance_type: 'auto' });
    const last = await broker.get(`/policies/${policy.id}`);
    await logged(last.headers.get('x-request-id')!);
    const [{ text }] = await system.query(`SELECT string_agg(access_log::text, ' ') AS text FROM access_log`);
    expect(text).not.toContain(list.headers.get('x-request-id'));
    expect(text).not.toMatch(/rossi|127\.0\.0\.1|@example/i);
  });

  it('is filtered and cut into pages', async () => {
    const admin = await system.as('admin');
    const object = `prospect:${policy.prospect_id}`;
    const all = await admin.get(`/access-log?object=${object}&limit=100`);
    const ids = must(all, 200).map((one: { id: number }) => one.id) as number[];
    expect(ids).toHaveLength(Number(all.headers.get('x-total-count')));
    const first = await admin.get(`/access-log?object=${object}&limit=2`);
    const next = /<\/api\/v1([^>]*)>/.exec(first.headers.get('link')!)![1]!;
    const pages = [...must(first, 200), ...must(await admin.get(next), 200)].map((one: { id: number }) => one.id);
    expect(pages).toEqual(ids.slice(0, 4));
    const [{ id: broker3 }] = await system.query(`SELECT id FROM app_user WHERE username = 'broker3'`);
    const theirs = must(
      await admin.get(`/access-log?user_id=${broker3}&action=prospect.read&since=2020-01-01T00:00:00Z`),
      200,
    );
    expect(theirs.map((one: { object: string }) => one.object)).toEqual([object]);
    expect(must(await admin.get('/access-log?until=2020-01-01T00:00:00Z'), 200)).toEqual([]);
    expect(
      (await admin.get('/access-log?since=2027-01-01T00:00:00%2B01:00&until=2026-12-31T22:59:59Z')).body,
    ).toMatchObject({ status: 422, errors: [{ field: 'until', code: 'before_since' }] });
    for (const instant of [
      'yesterday',
      '2026',
      '2026-02-30T00:00:00Z',
      '0000-01-01T00:00:00Z',
      '2026-01-01T00:00:00%2B99:00',
      '2026-01-01',
    ]) {
      expect((await admin.get(`/access-log?since=${instant}`)).status).toBe(422);
    }
  });

  it('is counted to 10,000 and no further, as every list', async () => {
    const admin = await system.as('admin');
    const fill = (many: number) =>
      system.query(
        `INSERT INTO access_log (at, user_id, role, action, object, route, status, request_id, sealed_ip)
       SELECT at, user_id, role, 'user.bulk', object, route, status, request_id, sealed_ip
       FROM (SELECT * FROM access_log LIMIT 1) AS one, generate_series(1, $1::int)`,
        [many],
      );
    const total = async () => (await admin.get('/access-log?action=user.bulk&limit=1')).headers.get('x-total-count');
    await fill(10_000);
    expect(await total()).toBe('10000');
    await fill(1);
    expect(await total()).toBe('10000+');
  });

  it('cannot be changed by the program that writes it', async () => {
    const application = new pg.Client({ connectionString: system.database.url });
    await application.connect();
    try {
      await expect(application.query('UPDATE access_log SET user_id = 1')).rejects.toThrow(/permission denied/);
      await expect(application.query('DELETE FROM access_log')).rejects.toThrow(/permission denied/);
      await expect(system.query('DELETE FROM access_log')).rejects.toThrow(/append-only/);
    } finally {
      await application.end();
    }
  });

  it('is whole after a stop that comes right behind the answer', async () => {
    const broker = await system.as('broker1');
    const answers = await Promise.all(Array.from({ length: 50 }, () => broker.get(`/policies/${policy.id}`)));
    await system.api.stop();
    await system.api.start();
    const ids = answers.map((answer) => answer.headers.get('x-request-id'));
    expect(
      await system.query('SELECT count(*)::int AS count FROM access_log WHERE request_id = ANY($1)', [ids]),
    ).toEqual([{ count: 50 }]);
  });

  it('waits for a database that is away', async () => {
    const broker = await system.as('broker1');
    await system.query('ALTER TABLE access_log RENAME TO access_log_away');
    const answer = await broker.get(`/policies/${policy.id}`);
    expect(answer.status).toBe(200);
    await eventually(async () => expect(system.api.output).toContain('could not be written and are tried again'), 10);
    await system.query('ALTER TABLE access_log_away RENAME TO access_log');
    expect(await logged(answer.headers.get('x-request-id')!)).toMatchObject({ object: `policy:${policy.id}` });
  });
});

describe('metrics', () => {
  it('count failed sign-ins by whether there is such an account', async () => {
    for (const username of ['broker2', 'nobody.of.this.name', 'nobody.else']) {
      await system.anonymous().post('/auth/login', { username, password: 'wrong-guess' });
    }
    const text = await (await fetch(`${system.api.url}/metrics`)).text();
    expect(text).toContain('crm_failed_sign_ins_total{account="known"} 1\n');
    expect(text).toContain('crm_failed_sign_ins_total{account="unknown"} 2\n');
  });

  it('of a worker are its own: pool, memory, event loop', async () => {
    const url = `http://127.0.0.1:${system.environment.WORKER_METRICS_PORT}`;
    const text = await (await fetch(`${url}/metrics`)).text();
    for (const name of ['crm_pool_waiters 0', 'crm_pool_connections ', 'process_resident_memory_bytes '])
      expect(text).toContain(`\n${name}`);
    expect((await fetch(`${url}/`)).status).toBe(404);
  });
});
