import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SignInCleaning } from '../../src/modules/auth/sign-in/sign-in-cleaning.js';
import { bound, type Sql } from '../../src/platform/database/sql.js';
import { type UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Client } from '../support/client.js';
import { TEST_SECRETS } from '../support/database.js';
import { must } from '../support/journey.js';
import { PASSWORD, System } from '../support/system.js';

jest.setTimeout(30_000);

interface Pair {
  access_token: string;
  refresh_token: string;
}

let system: System;
beforeAll(async () => {
  system = await System.start({ worker: false });
}, 120_000);
afterAll(() => system?.stop(), 60_000);

const signIn = async (username: string): Promise<Pair> =>
  must(await system.anonymous().post('/auth/login', { username, password: PASSWORD }), 200);
const refresh = (token: string) => system.anonymous().post('/auth/refresh', { refresh_token: token });
const bearer = (token: string) => new Client(() => system.api.url, token);
const me = async (token: string) => (await bearer(token).get('/auth/me')).status;
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Moves every use of a refresh token into the past, beyond the ten seconds' grace. */
const ageUses = () =>
  system.query(`UPDATE refresh_token SET used_at = used_at - interval '11 seconds' WHERE used_at IS NOT NULL`);

const eventsOf = async (username: string, type: string) =>
  system.query(
    `SELECT data FROM event_store JOIN app_user ON app_user.id::text = aggregate_id
   WHERE aggregate_type = 'user' AND username = $1 AND event_type = $2 ORDER BY event_store.version`,
    [username, type],
  );

describe('refreshing', () => {
  it('answers a new pair of the same session, and the old access token goes on', async () => {
    const first = await signIn('broker1');
    const second = must(await refresh(first.refresh_token), 200);
    expect(second).toMatchObject({ token_type: 'bearer', expires_in: 900 });
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(claimsOf(second.access_token).sid).toBe(claimsOf(first.access_token).sid);
    expect([await me(first.access_token), await me(second.access_token)]).toEqual([200, 200]);
  });

  it('keeps no token that could be read', async () => {
    const { refresh_token } = await signIn('broker1');
    const [{ kept }] = await system.query(
      `SELECT string_agg(encode(token_hash, 'base64') || encode(token_hash, 'escape'), ' ') AS kept FROM refresh_token`,
    );
    expect(kept).not.toContain(refresh_token);
    const [{ stored }] = await system.query(
      `SELECT string_agg(data::text || metadata::text, ' ') AS stored FROM event_store`,
    );
    expect(stored).not.toContain(refresh_token);
    expect(system.api.output).not.toContain(refresh_token);
  });

  it('answers twenty at once with twenty further pairs of one family, each of which goes on', async () => {
    const first = await signIn('broker2');
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(first.refresh_token)));
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200));
    const tokens = answers.map((answer) => answer.body.refresh_token as string);
    expect(new Set([first.refresh_token, ...tokens]).size).toBe(21);
    expect(new Set(answers.map((answer) => claimsOf(answer.body.access_token).sid))).toEqual(
      new Set([claimsOf(first.access_token).sid]),
    );
    const next = await Promise.all(tokens.map(refresh));
    expect(next.map((answer) => answer.status)).toEqual(Array(20).fill(200));
  });

  it('ends the whole family when a token comes again after the ten seconds', async () => {
    const first = await signIn('manager1');
    const other = await signIn('manager1');
    const second = must(await refresh(first.refresh_token), 200) as Pair;
    await ageUses();
    expect(await refresh(first.refresh_token)).toMatchObject({ status: 401, body: { code: 'invalid_refresh_token' } });
    expect((await refresh(second.refresh_token)).status).toBe(401);
    expect(await me(second.access_token)).toBe(401);
    expect(await me(other.access_token)).toBe(200);
    const { sid } = claimsOf(first.access_token);
    expect(await eventsOf('manager1', 'UserSessionRevoked')).toEqual([
      { data: expect.objectContaining({ session_id: sid, reason: 'refresh_token_reused' }) },
    ]);
  });

  it('of twenty at once with a stolen token ends the family once', async () => {
    const first = await signIn('broker3');
    must(await refresh(first.refresh_token), 200);
    await ageUses();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(first.refresh_token)));
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(401));
    expect(await eventsOf('broker3', 'UserSessionRevoked')).toHaveLength(1);
  });

  it.each(['nonsense', '', 'x'.repeat(201)])('refuses %j', async (token) => {
    expect([401, 422]).toContain((await refresh(token)).status);
  });

  it('refuses an access token, a token left idle for a week, and a session of thirty days', async () => {
    const { access_token, refresh_token } = await signIn('broker1');
    expect((await refresh(access_token)).status).toBe(422);
    const { sid } = claimsOf(access_token);
    await system.query(`UPDATE refresh_token SET issued_at = issued_at - interval '7 days' WHERE session_id = $1`, [
      sid,
    ]);
    expect((await refresh(refresh_token)).status).toBe(401);
    const late = await signIn('broker1');
    await system.query(`UPDATE session SET created_at = created_at - interval '30 days' WHERE id = $1`, [
      claimsOf(late.access_token).sid,
    ]);
    expect((await refresh(late.refresh_token)).status).toBe(401);
    expect(await me(late.access_token)).toBe(401);
  });

  it('heeds no expired access token that comes along', async () => {
    const { refresh_token } = await signIn('broker1');
    expect((await bearer('expired.or.broken').post('/auth/refresh', { refresh_token })).status).toBe(200);
  });
});

describe('signing out', () => {
  it('ends this session with its refresh and access tokens, and no other', async () => {
    const ended = await signIn('head_sales');
    const kept = await signIn('head_sales');
    expect(await me(ended.access_token)).toBe(200);
    expect((await bearer(ended.access_token).post('/auth/logout')).status).toBe(204);
    expect(await me(ended.access_token)).toBe(401);
    expect((await refresh(ended.refresh_token)).status).toBe(401);
    expect(await me(kept.access_token)).toBe(200);
    expect(await eventsOf('head_sales', 'UserSessionRevoked')).toEqual([
      { data: expect.objectContaining({ session_id: claimsOf(ended.access_token).sid, reason: 'logged_out' }) },
    ]);
  });

  it('reaches a process that did not see it within five seconds', async () => {
    const { access_token } = await signIn('head_sales');
    expect(await me(access_token)).toBe(200);
    await system.query('UPDATE session SET revoked_at = clock_timestamp() WHERE id = $1', [claimsOf(access_token).sid]);
    await pause(5.2);
    expect(await me(access_token)).toBe(401);
  });
});

describe('the hourly cleaning', () => {
  it('sweeps away what nobody can need again, and nothing else', async () => {
    const kept = claimsOf((await signIn('manager2')).access_token).sid;
    const swept = claimsOf((await signIn('manager2')).access_token).sid;
    await system.query(`UPDATE session SET created_at = created_at - interval '32 days' WHERE id = $1`, [swept]);
    await system.query(`INSERT INTO password_reset (token_hash, user_id, expires_at)
      SELECT decode(n::text, 'escape'), 1, clock_timestamp() - n * interval '2 days' FROM generate_series(0, 1) AS n`);
    await system.query(`INSERT INTO sign_in_delay (key, failures, free_at, last_at, known)
      SELECT decode(known || days::text, 'escape'), 1, clock_timestamp(), clock_timestamp() - days * interval '1 day', known
      FROM (VALUES (true, 80), (true, 100), (false, 1), (false, 3)) AS mistakes(known, days)`);
    await system.query(
      `INSERT INTO address_bucket SELECT decode(n::text, 'escape'), 1, clock_timestamp() - n * interval '2 days' FROM generate_series(0, 1) AS n`,
    );
    const units = { query: (statement: Sql) => system.query(bound(statement).text, bound(statement).values) };
    await new SignInCleaning(units as unknown as UnitOfWork).clean();
    expect(await system.query('SELECT id FROM session WHERE id IN ($1, $2)', [kept, swept])).toEqual([{ id: kept }]);
    expect(await system.query('SELECT session_id FROM refresh_token WHERE session_id = $1', [swept])).toEqual([]);
    const keys = (table: string, key: string) =>
      system.query(`SELECT encode(${key}, 'escape') AS key FROM ${table} WHERE length(${key}) < 16 ORDER BY 1`);
    expect(await keys('password_reset', 'token_hash')).toEqual([{ key: '0' }]);
    expect(await keys('sign_in_delay', 'key')).toEqual([{ key: 'false1' }, { key: 'true80' }]);
    expect(await keys('address_bucket', 'key')).toEqual([{ key: '0' }]);
  });
});

describe('an access token', () => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  let right: Record<string, unknown>;
  let real: string;

  const signed = (claims: object, { alg = 'HS256', hash = 'sha256', secret = TEST_SECRETS.JWT_SECRET } = {}) => {
    const text = `${encode({ alg, typ: 'JWT' })}.${encode(claims)}`;
    return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
  };

  beforeAll(async () => {
    real = (await signIn('broker1')).access_token;
    const { sid, sub } = claimsOf(real);
    right = {
      sub,
      sid,
      typ: 'access',
      jti: randomUUID(),
      iss: 'insurance-crm',
      aud: 'insurance-crm-api',
      iat: now,
      exp: now + 600,
    };
  });

  it('made by these rules is taken, so that those below are refused for their own reason', async () => {
    expect(await me(signed(right))).toBe(200);
  });

  it.each<[string, () => string]>([
    ['without an algorithm', () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(right)}.`],
    [
      'with "nOnE" and the real signature',
      () => `${encode({ alg: 'nOnE', typ: 'JWT' })}.${real.split('.').slice(1).join('.')}`,
    ],
    ['of another algorithm with the right secret', () => signed(right, { alg: 'HS512', hash: 'sha512' })],
    [
      'of a key pair',
      () => {
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(right)}`;
        return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
      },
    ],
    ['that says RS256 over an HMAC', () => signed(right, { alg: 'RS256' })],
    ['of another secret', () => signed(right, { secret: 'another-secret-of-enough-length-00000000' })],
    ['of an empty secret', () => signed(right, { secret: '' })],
    ['that is expired', () => signed({ ...right, exp: now - 1 })],
    ['that never expires', () => signed({ ...right, exp: undefined })],
    ['not valid yet', () => signed({ ...right, nbf: now + 600 })],
    ['for another audience', () => signed({ ...right, aud: 'another-api' })],
    ['for no audience', () => signed({ ...right, aud: undefined })],
    ['of another issuer', () => signed({ ...right, iss: 'another-issuer' })],
    ['of another kind', () => signed({ ...right, typ: 'refresh' })],
    ['of no kind', () => signed({ ...right, typ: undefined })],
    ['without an id', () => signed({ ...right, jti: undefined })],
    ['without a session', () => signed({ ...right, sid: undefined })],
    ['with a session that is no UUID', () => signed({ ...right, sid: "' OR true --" })],
    ['of an unknown session', () => signed({ ...right, sid: randomUUID() })],
    ['of another user with this session', () => signed({ ...right, sub: '1' })],
    ['of nobody', () => signed({ ...right, sub: 'NaN' })],
    [
      'with a tampered payload',
      () => [real.split('.')[0], encode({ ...claimsOf(real), sub: '1', role: 'admin' }), real.split('.')[2]].join('.'),
    ],
    ['cut short', () => real.slice(0, -2)],
  ])('%s is refused', async (_, make) => {
    const answer = await bearer(make()).get('/auth/me');
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('gives no rank by a claim', async () => {
    const token = signed({ ...right, role: 'admin', username: 'admin' });
    expect((await bearer(token).get('/users')).status).toBe(403);
    expect(must(await bearer(token).get('/auth/me'), 200)).toMatchObject({ username: 'broker1', role: 'broker' });
  });

  it('is not a refresh token', async () => {
    const { refresh_token } = await signIn('broker1');
    expect(await me(refresh_token)).toBe(401);
  });
});
