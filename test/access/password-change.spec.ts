import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { type Answer } from '../support/client.js';
import { resetTokens } from '../support/credentials.js';
import { eventually } from '../support/eventually.js';
import { must } from '../support/journey.js';
import { PASSWORD, System } from '../support/system.js';

jest.setTimeout(30_000);

const NEW = 'seven-quiet-lanterns-drift';
const NEWER = 'nine-patient-harbours-glow';
const ADDRESS = 'broker2@insurance-crm.example';

let system: System;
beforeAll(async () => {
  system = await System.start();
}, 120_000);
afterAll(() => system?.stop(), 60_000);

const register = (changes: object) =>
  system.anonymous().post('/auth/register', {
    username: 'giulia.bianchi',
    email: 'giulia.bianchi@example.com',
    password: NEW,
    ...changes,
  });
const logIn = async (username: string, password: string) =>
  (await system.anonymous().post('/auth/login', { username, password })).status;
const forgot = (email: string) => system.anonymous().post('/auth/password/forgot', { email });
const reset = (token: string, new_password: string) =>
  system.anonymous().post('/auth/password/reset', { token, new_password });

describe('a weak password', () => {
  it.each([
    ['password1', 'too_common'],
    ['Passw0rd!', 'too_common'],
    ['aaaaaaaaaa', 'repeated'],
    ['lmnopqrstuv', 'sequence'],
    ['giulia.bianchi1', 'personal'],
    ['short', 'min_length'],
  ])('%j is refused, saying why: %s', async (password, code) => {
    const refused = await register({ password });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'validation_failed', errors: [{ field: 'password', code }] },
    });
    expect(JSON.stringify(refused.body)).not.toContain(password);
  });

  it('of a user is refused on every way in, the strong one taken', async () => {
    must(await register({}), 201);
    const giulia = await system.signIn('giulia.bianchi', NEW);
    const refused = await giulia.post('/auth/password', { current_password: NEW, new_password: 'password1' });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'new_password', code: 'too_common' }] } });
  });
});

describe('registering', () => {
  it('answers one of twenty at once with the user, the others with what is taken', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => register({ username: 'twin', email: 'twin@example.com' })),
    );
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    const others = answers.filter((answer) => answer.status !== 201);
    expect(others.map((answer) => [answer.status, /_taken$/.test(answer.body.code)])).toEqual(
      Array(19).fill([409, true]),
    );
  });

  it('takes a broken token for what it is', async () => {
    const answer = await register({ username: 'nobody', email: 'nobody@example.com' });
    expect(answer.status).toBe(201);
    const broken = await system.anonymous().post('/auth/register', {}, { headers: { authorization: 'Bearer x.y.z' } });
    expect([401, 422]).toContain(broken.status);
  });
});

describe("changing one's password", () => {
  it('takes the present one, and ends every other session', async () => {
    const here = await system.signIn('broker1');
    const there = await system.signIn('broker1');
    expect(await here.post('/auth/password', { current_password: 'not-mine-at-all', new_password: NEW })).toMatchObject(
      { status: 422, body: { errors: [{ field: 'current_password', code: 'wrong_password' }] } },
    );
    expect(await here.post('/auth/password', { current_password: PASSWORD, new_password: PASSWORD })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'new_password', code: 'unchanged' }] },
    });
    expect((await here.post('/auth/password', { current_password: PASSWORD, new_password: NEW })).status).toBe(204);
    expect((await there.get('/auth/me')).status).toBe(401);
    expect((await here.get('/auth/me')).status).toBe(200);
    expect([await logIn('broker1', PASSWORD), await logIn('broker1', NEW)]).toEqual([401, 200]);
  });

  it('is slowed down like signing in', async () => {
    const client = await system.signIn('broker3');
    const tries = [];
    for (let n = 0; n < 4; n += 1)
      tries.push((await client.post('/auth/password', { current_password: `guess-${n}`, new_password: NEW })).status);
    expect(tries).toEqual([422, 422, 422, 429]);
  });
});

describe('a password that is replaced in the very moment in which it is checked', () => {
  const OLD = 'four-copper-kettles-sing';

  /** What `request` is answered whose password is replaced after it has checked the old one. */
  async function overtaken(username: string, request: () => Promise<Answer>): Promise<Answer> {
    const other = new pg.Client({ connectionString: system.database.ownerUrl });
    await other.connect();
    try {
      await other.query('BEGIN');
      const {
        rows: [{ id }],
      } = await other.query('SELECT id FROM app_user WHERE username = $1 FOR UPDATE', [username]);
      await other.query(
        'UPDATE credential SET password_hash = (SELECT password_hash FROM credential WHERE user_id = 1) WHERE user_id = $1',
        [id],
      );
      const answer = request();
      await eventually(async () => {
        const { rows } = await other.query(
          `SELECT FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')`,
        );
        if (rows.length === 0) throw new Error('the request does not wait for the other one yet');
      }, 10);
      await other.query('COMMIT');
      return await answer;
    } finally {
      await other.end();
    }
  }

  it('opens no session', async () => {
    must(await register({ username: 'late.visitor', email: 'late.visitor@example.com', password: OLD }), 201);
    const answer = await overtaken('late.visitor', () =>
      system.anonymous().post('/auth/login', { username: 'late.visitor', password: OLD }),
    );
    expect(answer).toMatchObject({ status: 401, body: { code: 'wrong_credentials' } });
  });

  it('is not replaced by who knows the old one', async () => {
    must(await register({ username: 'late.thief', email: 'late.thief@example.com', password: OLD }), 201);
    const thief = await system.signIn('late.thief', OLD);
    const answer = await overtaken('late.thief', () =>
      thief.post('/auth/password', { current_password: OLD, new_password: NEW }),
    );
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'current_password', code: 'wrong_password' }] },
    });
    expect([await logIn('late.thief', NEW), await logIn('late.thief', PASSWORD)]).toEqual([401, 200]);
  });
});

describe('a forgotten password', () => {
  it('is set anew with the mailed code: once, and every session ends', async () => {
    const before = await system.signIn('broker2');
    expect((await forgot(ADDRESS.toUpperCase())).status).toBe(202);
    const [token] = await resetTokens(system, ADDRESS, 1);
    expect(await reset(token!, 'password1')).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'new_password', code: 'too_common' }] },
    });
    const twins = await Promise.all(Array.from({ length: 10 }, () => reset(token!, NEW)));
    expect(twins.map((answer) => answer.status).sort()).toEqual([204, ...Array(9).fill(422)]);
    expect((await before.get('/auth/me')).status).toBe(401);
    expect([await logIn('broker2', PASSWORD), await logIn('broker2', NEW)]).toEqual([401, 200]);
    expect(await reset(token!, NEWER)).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'token', code: 'not_valid' }] },
    });
  });

  it('leaves the code in no event, queue, table or log', async () => {
    const [token] = await resetTokens(system, ADDRESS, 1);
    const dump = await system.query(`
      SELECT string_agg(row::text, ' ') AS text FROM (
        SELECT to_jsonb(event_store) AS row FROM event_store UNION ALL SELECT to_jsonb(event_delivery) FROM event_delivery
        UNION ALL SELECT to_jsonb(mail) FROM mail UNION ALL SELECT to_jsonb(password_reset) FROM password_reset) AS rows`);
    expect(dump[0].text).toContain('UserPasswordResetRequested');
    expect(dump[0].text).not.toContain(token);
    expect(system.api.output + system.worker.output).not.toContain(token);
  });

  it('is not set anew after 30 minutes, or with an older code once a newer was used', async () => {
    const address = 'manager2@insurance-crm.example';
    await forgot(address);
    const [late] = await resetTokens(system, address, 1);
    await system.query(
      `UPDATE password_reset SET expires_at = expires_at - interval '30 minutes' WHERE used_at IS NULL`,
    );
    expect((await reset(late!, NEW)).status).toBe(422);
    await forgot(address);
    await resetTokens(system, address, 2);
    await forgot(address);
    const [one, other] = (await resetTokens(system, address, 3)).filter((token) => token !== late);
    expect((await reset(one!, NEW)).status).toBe(204);
    expect((await reset(other!, NEWER)).status).toBe(422);
  });

  it('answers an unknown address the same, mails nothing, and mails nobody more than three times in a quarter of an hour', async () => {
    const known = await forgot('manager2@insurance-crm.example');
    const unknown = await forgot('nobody.of.ours@example.com');
    expect([known.status, known.body, unknown.status, unknown.body]).toEqual([202, '', 202, '']);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await system.quiet();
    await resetTokens(system, 'manager2@insurance-crm.example', 3);
    expect((await system.mails()).some((mail) => (mail.to as any).text === 'nobody.of.ours@example.com')).toBe(false);
  });

  it('is not set anew with a code that was asked for before the owner changed it', async () => {
    const address = 'forgetful@example.com';
    must(await register({ username: 'forgetful', email: address }), 201);
    const owner = await system.signIn('forgetful', NEW);
    await forgot(address);
    const [token] = await resetTokens(system, address, 1);
    must(await owner.post('/auth/password', { current_password: NEW, new_password: NEWER }), 204);
    expect((await reset(token!, PASSWORD)).status).toBe(422);
    expect(await logIn('forgetful', NEWER)).toBe(200);
  });

  it('may be told of 60 times in ten minutes from one address', async () => {
    await system.query('UPDATE request_limit SET used = 59');
    const answers = [
      await forgot('nobody.of.ours@example.com'),
      await forgot('nobody.of.ours@example.com'),
      await forgot(ADDRESS),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [202, undefined],
      [429, 'too_many_requests'],
      [429, 'too_many_requests'],
    ]);
    await system.query('TRUNCATE request_limit');
  });

  it('of a deactivated user stays as it is', async () => {
    const address = 'affiliate1@insurance-crm.example';
    await forgot(address);
    const [token] = await resetTokens(system, address, 1);
    const admin = await system.signIn('admin');
    const [user] = must(await admin.get('/users?q=affiliate1'), 200);
    must(await admin.patch(`/users/${user.id}`, { is_active: false }, { headers: { 'if-match': '*' } }), 200);
    expect((await reset(token!, NEW)).status).toBe(422);
  });
});
