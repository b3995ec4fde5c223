import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { foldOne } from '../../src/kernel/aggregate.js';
import { foldUser } from '../../src/modules/auth/users/user.js';
import { type UserState } from '../../src/modules/auth/users/user.table.js';
import { Client } from '../support/client.js';
import { runProgram } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { must } from '../support/journey.js';
import { Program } from '../support/program.js';
import { PASSWORD, System } from '../support/system.js';

jest.setTimeout(30_000);

let system: System;
let admin: Client;
const ids: Record<string, number> = {};

beforeAll(async () => {
  system = await System.start({ worker: false });
  admin = await system.as('admin');
  for (const { id, username } of await system.query('SELECT id, username FROM app_user')) ids[username] = id;
}, 120_000);
afterAll(() => system?.stop(), 60_000);

const any = { headers: { 'if-match': '*' } };
const patch = (username: string, change: object, by = admin) => by.patch(`/users/${ids[username]}`, change, any);
const namesOf = (list: { username: string }[]) => list.map((user) => user.username);

describe('the list of users', () => {
  it.each([
    ['admin', ['admin', 'affiliate1', 'broker1', 'broker2', 'broker3', 'head_sales', 'manager1', 'manager2']],
    ['head_sales', ['admin', 'affiliate1', 'broker1', 'broker2', 'broker3', 'head_sales', 'manager1', 'manager2']],
    ['manager1', ['affiliate1', 'broker1', 'broker2', 'manager1']],
    ['manager2', ['broker3', 'manager2']],
  ])('holds for %s: %j', async (username, expected) => {
    const list = await (await system.as(username)).get('/users');
    expect(namesOf(must(list, 200))).toEqual(expected);
    expect(list.headers.get('x-total-count')).toBe(String(expected.length));
  });

  it('is filtered, cut into pages, and holds nothing secret', async () => {
    expect(namesOf(must(await admin.get('/users?role=manager'), 200))).toEqual(['manager1', 'manager2']);
    expect(namesOf(must(await admin.get(`/users?supervisor_id=${ids.manager1}&is_active=true`), 200))).toEqual([
      'broker1',
      'broker2',
    ]);
    expect(must(await admin.get('/users?is_active=false'), 200)).toEqual([]);
    expect(namesOf(must(await admin.get('/users?q=ROKER'), 200))).toEqual(['broker1', 'broker2', 'broker3']);
    expect((await admin.get('/users?is_active=maybe')).status).toBe(422);
    const first = await admin.get('/users?limit=3');
    const next = /<(.*)>; rel="next"/.exec(first.headers.get('link')!)![1]!.replace('/api/v1', '');
    expect([...namesOf(first.body), ...namesOf((await admin.get(next)).body)]).toEqual([
      'admin',
      'affiliate1',
      'broker1',
      'broker2',
      'broker3',
      'head_sales',
    ]);
    expect(Object.keys(first.body[0]).sort()).toEqual([
      'created_at',
      'email',
      'id',
      'is_active',
      'last_login',
      'role',
      'second_factor',
      'supervisor_id',
      'username',
      'version',
    ]);
  });

  it.each(['broker1', 'affiliate1'])('is not for %s, nor is a single user', async (username) => {
    const client = await system.as(username);
    expect([(await client.get('/users')).status, (await client.get(`/users/${ids[username]}`)).status]).toEqual([
      403, 403,
    ]);
  });

  it('answers 404 for who is out of sight, and 403 to whoever may only read', async () => {
    const manager = await system.as('manager1');
    expect(must(await manager.get(`/users/${ids.affiliate1}`), 200)).toMatchObject({ username: 'affiliate1' });
    expect((await manager.get(`/users/${ids.broker3}`)).status).toBe(404);
    expect((await manager.get('/users/999999')).status).toBe(404);
    for (const by of ['head_sales', 'manager1', 'broker1']) {
      expect((await patch('broker2', { role: 'admin' }, await system.as(by))).status).toBe(403);
    }
  });
});

describe('changing a user', () => {
  it('needs the version that was read, which signing in does not change', async () => {
    const read = await admin.get(`/users/${ids.broker3}`);
    const etag = read.headers.get('etag')!;
    expect((await admin.patch(`/users/${ids.broker3}`, { role: 'manager' })).status).toBe(428);
    await system.signIn('broker3');
    const changed = await admin.patch(
      `/users/${ids.broker3}`,
      { supervisor_id: ids.manager1 },
      { headers: { 'if-match': etag } },
    );
    expect(must(changed, 200)).toMatchObject({ supervisor_id: ids.manager1, version: read.body.version + 1 });
    expect(
      (await admin.patch(`/users/${ids.broker3}`, { supervisor_id: null }, { headers: { 'if-match': etag } })).status,
    ).toBe(412);
    expect(namesOf(must(await (await system.as('manager1')).get('/users'), 200))).toContain('broker3');
    must(await patch('broker3', { supervisor_id: ids.manager2 }), 200);
  });

  it.each([
    [{ username: 'x' }, 'unknown_field'],
    [{ password_hash: 'x' }, 'unknown_field'],
    [{ second_factor: false }, 'unknown_field'],
    [{ version: 9 }, 'unknown_field'],
    [{ id: 1 }, 'unknown_field'],
    [{ role: 'root' }, 'validation_failed'],
    [{ role: null }, 'validation_failed'],
    [{ is_active: null }, 'validation_failed'],
    [{ is_active: 'no' }, 'validation_failed'],
    [{ supervisor_id: 'x' }, 'validation_failed'],
    [{ supervisor_id: 999999 }, 'validation_failed'],
  ])('refuses %j as %s', async (body, code) => {
    expect(await patch('broker2', body)).toMatchObject({ status: 422, body: { code } });
  });

  it('takes no circle of supervisors, near or far', async () => {
    for (const supervisor of ['manager1', 'broker1', 'affiliate1']) {
      expect(await patch('manager1', { supervisor_id: ids[supervisor] })).toMatchObject({
        status: 409,
        body: { code: 'supervision_circle' },
      });
    }
    const both = await Promise.all([
      patch('manager1', { supervisor_id: ids.manager2 }),
      patch('manager2', { supervisor_id: ids.manager1 }),
    ]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    must(await patch('manager1', { supervisor_id: ids.head_sales }), 200);
    must(await patch('manager2', { supervisor_id: ids.head_sales }), 200);
  });

  it('lets nobody demote or deactivate themselves', async () => {
    for (const change of [{ role: 'broker' }, { is_active: false }]) {
      expect(await patch('admin', change)).toMatchObject({ status: 409, body: { code: 'not_on_oneself' } });
    }
  });

  it('always leaves an admin, of two who depose each other too', async () => {
    must(await patch('head_sales', { role: 'admin' }), 200);
    const second = await system.signIn('head_sales');
    must(await second.get('/users'), 200);
    const both = await Promise.all([
      patch('head_sales', { role: 'broker' }),
      patch('admin', { role: 'broker' }, second),
    ]);
    expect(both.map((answer) => answer.status).sort()).not.toEqual([200, 200]);
    expect(await system.query(`SELECT 1 FROM app_user WHERE role = 'admin' AND is_active`)).not.toEqual([]);
    await system.query(`UPDATE app_user SET role = 'admin' WHERE username = 'admin'`);
    await system.query(`UPDATE app_user SET role = 'head_of_sales' WHERE username = 'head_sales'`);
    await new Promise((resolve) => setTimeout(resolve, 5100));
  });

  it('refuses the last admin even by an admin whose own rank has just gone', async () => {
    const stale = await system.signIn('head_sales');
    await system.query(`UPDATE app_user SET role = 'admin' WHERE username = 'head_sales'`);
    const asAdmin = await system.signIn('head_sales');
    must(await asAdmin.get('/users'), 200);
    // Another process demotes: this one goes on believing for up to five seconds.
    await system.query(`UPDATE app_user SET role = 'head_of_sales' WHERE username = 'head_sales'`);
    expect(await patch('admin', { is_active: false }, asAdmin)).toMatchObject({
      status: 409,
      body: { code: 'last_admin' },
    });
    expect((await stale.get('/auth/me')).body.role).toBe('head_of_sales');
  });
});

describe('a token already given out', () => {
  it('has the new rights at once', async () => {
    const client = await system.signIn('manager2');
    must(await client.get('/users'), 200);
    must(await patch('manager2', { role: 'broker' }), 200);
    expect((await client.get('/users')).status).toBe(403);
    must(await patch('manager2', { role: 'manager' }), 200);
    expect((await client.get('/users')).status).toBe(200);
  });

  it('has them within five seconds where another process made the change', async () => {
    const client = await system.signIn('manager2');
    must(await client.get('/users'), 200);
    await system.query(`UPDATE app_user SET role = 'broker' WHERE username = 'manager2'`);
    await new Promise((resolve) => setTimeout(resolve, 5100));
    expect((await client.get('/users')).status).toBe(403);
    await system.query(`UPDATE app_user SET role = 'manager' WHERE username = 'manager2'`);
  });

  it('of a deactivated user is worth nothing, stays so when they return, and signing in tells no reason', async () => {
    const pair = must(await system.anonymous().post('/auth/login', { username: 'broker2', password: PASSWORD }), 200);
    const client = await system.signIn('broker2');
    must(await patch('broker2', { is_active: false }), 200);
    expect((await client.get('/auth/me')).status).toBe(401);
    expect((await system.anonymous().post('/auth/refresh', { refresh_token: pair.refresh_token })).status).toBe(401);
    expect(await system.anonymous().post('/auth/login', { username: 'broker2', password: PASSWORD })).toMatchObject({
      status: 401,
      body: { code: 'wrong_credentials' },
    });
    must(await patch('broker2', { is_active: true }), 200);
    expect((await client.get('/auth/me')).status).toBe(401);
    expect((await system.anonymous().post('/auth/refresh', { refresh_token: pair.refresh_token })).status).toBe(401);
    expect((await (await system.signIn('broker2')).get('/auth/me')).status).toBe(200);
  });
});

describe('the facts of a user', () => {
  it('tell who did what', async () => {
    const facts = await system.query(
      `SELECT event_type, data, metadata->>'user_id' AS by FROM event_store
       WHERE aggregate_type = 'user' AND aggregate_id = $1 AND event_type IN ('UserRoleChanged', 'UserSupervisorChanged') ORDER BY version LIMIT 1`,
      [String(ids.broker3)],
    );
    expect(facts).toEqual([
      {
        event_type: 'UserSupervisorChanged',
        by: String(ids.admin),
        data: expect.objectContaining({ supervisor_id: ids.manager1, previous_supervisor_id: ids.manager2 }),
      },
    ]);
  });

  it('folded are the row', () =>
    eventually(async () => {
      // A failed sign-in is noted after its answer, so that the last one may arrive between two reads.
      const rows = await system.query<UserState>(
        `SELECT * FROM app_user WHERE username IN ('broker2', 'broker3', 'manager1')`,
      );
      expect(rows).toHaveLength(3);
      for (const row of rows) {
        const events = await system.query(
          `SELECT event_type AS type, data, occurred_at FROM event_store WHERE aggregate_type = 'user' AND aggregate_id = $1 ORDER BY version`,
          [String(row.id)],
        );
        const folded = events.reduce<UserState | undefined>(
          (state, { type, data: { sealed: _, ...data }, occurred_at }) =>
            foldOne(foldUser, row.id, state, { type, data, occurred_at } as never),
          undefined,
        );
        // Names and addresses stand sealed in the store; all else must agree.
        const { username: _, email: __, ...open } = row;
        expect(JSON.parse(JSON.stringify(folded))).toEqual(JSON.parse(JSON.stringify(open)));
      }
    }, 5));
});

describe('the first admin', () => {
  const seed = (ADMIN_USERNAME: string, ADMIN_PASSWORD: string) =>
    runProgram('seed.js', {
      ...process.env,
      ...system.environment,
      DEMO_DATA: 'false',
      ADMIN_USERNAME,
      ADMIN_PASSWORD,
    });

  it('comes from the environment, once, and with a strong password alone', async () => {
    await expect(seed('the.boss', 'password123')).rejects.toThrow(/password/);
    await seed('the.boss', 'violet-turnip-canoe-88');
    const boss = await system.signIn('the.boss', 'violet-turnip-canoe-88');
    expect(must(await boss.get('/auth/me'), 200)).toMatchObject({
      username: 'the.boss',
      role: 'admin',
      supervisor_id: null,
    });
    // Whoever is there already is neither promoted nor given another password.
    await seed('The.Boss', 'another-quiet-lantern-17');
    await seed('broker2', 'another-quiet-lantern-17');
    must(await (await system.signIn('the.boss', 'violet-turnip-canoe-88')).get('/users'), 200);
    expect(must(await (await system.signIn('broker2')).get('/auth/me'), 200)).toMatchObject({ role: 'broker' });
    const [made] = await system.query(
      `SELECT event_type, metadata->>'source' AS source FROM event_store JOIN app_user ON app_user.id::text = aggregate_id
       WHERE aggregate_type = 'user' AND username = 'the.boss' AND event_store.version = 1`,
    );
    expect(made).toEqual({ event_type: 'UserRegistered', source: 'cli' });
  }, 120_000);
});

describe('the demo users', () => {
  /** Leads to this machine alone, but is not written as what certainly does. */
  const HOST = '127.1';

  it('do not boot where others might come in', async () => {
    await expect(new Program('main.js', { ...system.environment, HOST }).start()).rejects.toThrow(
      /ended with 78: .*HOST=127\.1 lets others in/s,
    );
  });

  it('of a database that has them stay outside there: what everybody knows is no password, old or new', async () => {
    const api = await new Program('main.js', { ...system.environment, HOST, DEMO_DATA: 'false' }).start();
    try {
      const anonymous = new Client(() => api.url);
      const logIn = (username: string, password: string) => anonymous.post('/auth/login', { username, password });
      const refused = await Promise.all(
        ['admin', 'broker2', 'nobody.of.this.name'].map((username) => logIn(username, PASSWORD)),
      );
      expect(refused.map(({ status, body }) => [status, body.code, body.detail])).toEqual(
        Array(3).fill([401, 'wrong_credentials', expect.stringContaining('HOST=127.0.0.1')]),
      );
      const newcomer = { username: 'from.elsewhere', email: 'from.elsewhere@example.com', password: PASSWORD };
      expect((await anonymous.post('/auth/register', newcomer)).body.errors).toEqual([
        expect.objectContaining({ field: 'password', code: 'too_common' }),
      ]);
      must(await anonymous.post('/auth/register', { ...newcomer, password: 'seven-quiet-lanterns-drift' }), 201);
      must(await logIn('from.elsewhere', 'seven-quiet-lanterns-drift'), 200);
    } finally {
      await api.stop();
    }
    must(await (await system.signIn('broker2')).get('/auth/me'), 200);
  }, 60_000);
});
