import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seeInATab } from '../support/browser-tab.js';
import { eventually } from '../support/eventually.js';
import { must } from '../support/journey.js';
import { BACKENDS, System } from '../support/system.js';

const PATHS = [
  '/queues',
  '/queues/',
  '/queues/queue/activity',
  '/queues/api/queues',
  '/queues/api/redis/stats',
  '/queues/static/favicon.ico',
];

describe.each(BACKENDS)('the queue board, queues in %s', (backend) => {
  let system: System;
  let cookie: string;

  beforeAll(async () => {
    system = await System.start({ backend, worker: false });
    must(
      await (
        await system.as('broker1')
      ).post('/prospects', {
        type: 'individual',
        first_name: 'Marco',
        last_name: 'Rossi',
        email: 'marco.rossi@example.com',
        phone: '+39 333 1234567',
      }),
      201,
    );
    cookie = (await pass('admin')).split(';')[0]!;
  });
  afterAll(() => system?.stop());

  const pass = async (username: string): Promise<string> => {
    const answer = await (await system.signIn(username)).post('/auth/queue-board');
    must(answer, 200);
    return answer.headers.get('set-cookie')!;
  };
  const look = (path: string, headers: Record<string, string>, method = 'GET') =>
    fetch(`${system.api.url}${path}`, { method, headers });
  const statuses = async (headers: Record<string, string>) =>
    Object.fromEntries(
      await Promise.all(PATHS.map(async (path) => [path, (await look(path, headers)).status] as const)),
    );
  const all = (status: number) => Object.fromEntries(PATHS.map((path) => [path, status]));

  it("is the admin's alone, by cookie or by bearer token", async () => {
    expect(await statuses({})).toEqual(all(401));
    expect(await statuses({ cookie: 'crm_queues=nonsense' })).toEqual(all(401));
    expect(await statuses({ cookie })).toEqual(all(200));
    expect(await statuses({ authorization: `Bearer ${(await system.as('admin')).token}` })).toEqual(all(200));
    for (const name of ['head_sales', 'manager1', 'broker1', 'affiliate1']) {
      const client = await system.as(name);
      expect([name, await statuses({ authorization: `Bearer ${client.token}` })]).toEqual([name, all(403)]);
      expect((await client.post('/auth/queue-board')).status).toBe(403);
    }
    const refused = await look('/queues', {});
    expect(refused.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await refused.json()).toMatchObject({
      code: 'unauthenticated',
      instance: '/queues',
      detail: expect.stringContaining('POST /api/v1/auth/queue-board'),
    });
  });

  it('takes a cookie that no script reads, no other site sends, and that is no access token', async () => {
    const set = await pass('admin');
    expect(set).toMatch(/^crm_queues=[\w.-]+; Path=\/queues; Max-Age=900; HttpOnly; SameSite=Strict$/);
    const token = set.split(';')[0]!.split('=')[1]!;
    expect((await look('/api/v1/auth/me', { authorization: `Bearer ${token}` })).status).toBe(401);
    expect((await look('/queues', { authorization: `Bearer ${token}` })).status).toBe(401);
    expect((await look('/api/v1/auth/me', { cookie: set.split(';')[0]! })).status).toBe(401);
    expect((await look('/queues', { cookie: `crm_queues=${(await system.as('admin')).token}` })).status).toBe(401);
  });

  it('ends with the session, and with the role', async () => {
    const client = await system.signIn('admin');
    const own = (await client.post('/auth/queue-board')).headers.get('set-cookie')!.split(';')[0]!;
    expect((await look('/queues', { cookie: own })).status).toBe(200);
    must(await client.post('/auth/logout'), 204);
    expect((await look('/queues', { cookie: own })).status).toBe(401);
    const [{ id }] = (await system.query(`SELECT id FROM app_user WHERE username = 'broker3'`)) as [{ id: number }];
    await system.query(`UPDATE app_user SET role = 'admin' WHERE id = $1`, [id]);
    const theirs = (await pass('broker3')).split(';')[0]!;
    expect((await look('/queues', { cookie: theirs })).status).toBe(200);
    const admin = await system.as('admin');
    const { headers } = await admin.get(`/users/${id}`);
    must(await admin.patch(`/users/${id}`, { role: 'broker' }, { headers: { 'if-match': headers.get('etag')! } }), 200);
    expect((await look('/queues', { cookie: theirs })).status).toBe(403);
  });

  it('changes nothing: whatever is no GET has no route', async () => {
    for (const [method, path] of [
      ['PUT', '/queues/api/queues/pause'],
      ['PUT', '/queues/api/queues/activity/pause'],
      ['PUT', '/queues/api/queues/activity/empty'],
      ['PUT', '/queues/api/queues/activity/obliterate'],
      ['POST', '/queues/api/queues/activity/add'],
      ['PUT', '/queues/api/queues/activity/clean/wait'],
    ] as const) {
      const { status } = await look(path, { cookie }, method);
      expect([method, path, [404, 405].includes(status)]).toEqual([method, path, true]);
    }
  });

  it('shows what waits in the queues, by ids alone, and every queue with whom it serves', async () => {
    await system.worker.start();
    await system.quiet();
    const { queues } = (await (
      await look('/queues/api/queues?activeQueue=activity&status=latest&page=1&jobsPerPage=10', { cookie })
    ).json()) as { queues: any[] };
    expect(queues).toHaveLength(16);
    expect(queues.every((queue) => queue.readOnlyMode && !queue.allowRetries)).toBe(true);
    expect(queues.find(({ name }) => name === 'policy-creation')).toMatchObject({
      description: 'Receives QuoteAccepted. Given up after 20 tries.',
    });
    expect(await (await look('/queues/api/redis/stats', { cookie })).json()).toMatchObject({
      backend: backend === 'redis' ? 'redis' : 'postgres',
    });
  });

  it('is a page that a browser shows under the content policy, without asking anybody else for anything', async () => {
    const [name, value] = cookie.split('=') as [string, string];
    for (const [path, ...texts] of [
      ['/queues', 'Insurance CRM queues', 'policy-creation'],
      ['/queues/queue/policy-creation', 'Receives QuoteAccepted. Given up after 20 tries.'],
    ] as [string, ...string[]][]) {
      expect([path, await seeInATab(`${system.api.url}${path}`, { name, value, path: '/queues' }, ...texts)]).toEqual([
        path,
        { complaints: [], foreign: [] },
      ]);
    }
  });

  it('writes down who opened it', async () => {
    const admin = await system.as('admin');
    await eventually(async () => {
      const log = must(await admin.get('/access-log?action=operations.read&limit=100'), 200) as { route: string }[];
      // The page and its pass; what the page asks for every few seconds tells nothing more.
      const routes = new Set(log.map(({ route }) => route.replace(/\/$/, '')).filter((route) => /queue/.test(route)));
      expect([...routes].sort()).toEqual([
        'GET /queues',
        'GET /queues/queue/:queueName',
        'POST /api/v1/auth/queue-board',
      ]);
    });
  });
});
