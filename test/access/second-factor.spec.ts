import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from '../support/client.js';
import { bytesOfBase32, codeOf } from '../support/credentials.js';
import { must } from '../support/journey.js';
import { PASSWORD, System } from '../support/system.js';

jest.setTimeout(30_000);

let system: System;

const logIn = (username: string, otp?: string) =>
  system.anonymous().post('/auth/login', { username, password: PASSWORD, ...(otp && { otp }) });
const clientOf = (pair: { access_token: string }) => new Client(() => system.api.url, pair.access_token);

async function enrol(client: Client): Promise<{ uri: string; recovery: string[] }> {
  const { otpauth_uri: uri } = must(await client.post('/auth/mfa/enrol'), 200);
  const { recovery_codes: recovery } = must(await client.post('/auth/mfa/confirm', { code: codeOf(uri, -1) }), 200);
  return { uri, recovery };
}

/** As if the last code had been taken long ago. */
const forgetCodes = () => system.query('UPDATE second_factor SET last_step = 0');
const forgetMistakes = () => system.query('DELETE FROM sign_in_delay');

describe('a second factor', () => {
  beforeAll(async () => {
    system = await System.start({ worker: false });
  }, 120_000);
  afterAll(() => system?.stop(), 60_000);

  it('counts from its confirmation on, and ends the sessions begun without it', async () => {
    const broker = await system.signIn('broker1');
    const elsewhere = await system.signIn('broker1');
    const { otpauth_uri: uri, secret } = must(await broker.post('/auth/mfa/enrol'), 200);
    expect(uri).toMatch(/^otpauth:\/\/totp\/Insurance%20CRM:broker1\?secret=[A-Z2-7]{32}&issuer=Insurance%20CRM&/);
    expect(uri).toContain(secret);
    expect((await logIn('broker1')).status).toBe(200);
    expect(await broker.post('/auth/mfa/confirm', { code: codeOf(uri, 5) })).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'code', code: 'wrong_code' }] },
    });
    const { recovery_codes } = must(await broker.post('/auth/mfa/confirm', { code: codeOf(uri) }), 200);
    expect(recovery_codes).toHaveLength(10);
    expect(new Set(recovery_codes).size).toBe(10);
    expect(await logIn('broker1')).toMatchObject({ status: 401, body: { code: 'otp_required' } });
    expect((await broker.get('/auth/me')).body).toMatchObject({ second_factor: true });
    expect((await elsewhere.get('/auth/me')).status).toBe(401);
    expect(await broker.post('/auth/mfa/enrol')).toMatchObject({ status: 409, body: { code: 'second_factor_exists' } });
  });

  it('takes a code once, of twenty at once too, and none that came before it', async () => {
    const { uri } = await enrol(await system.signIn('broker2'));
    const code = codeOf(uri);
    const answers = await Promise.all(Array.from({ length: 20 }, () => logIn('broker2', code)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    await forgetMistakes();
    expect(await logIn('broker2', codeOf(uri, -1))).toMatchObject({ status: 401, body: { code: 'wrong_otp' } });
  });

  it('takes each recovery code once, however it is typed', async () => {
    const { recovery } = await enrol(await system.signIn('broker3'));
    expect((await logIn('broker3', recovery[0]!.toUpperCase().replaceAll('-', ' '))).status).toBe(200);
    expect((await logIn('broker3', recovery[0])).status).toBe(401);
    expect((await logIn('broker3', recovery[1])).status).toBe(200);
    const facts = await system.query(
      `SELECT data->>'second_factor' AS proof FROM event_store JOIN app_user ON app_user.id::text = aggregate_id
       WHERE event_type = 'UserLoggedIn' AND username = 'broker3' ORDER BY event_store.version`,
    );
    expect(facts.map((one: any) => one.proof)).toEqual(['none', 'recovery_code', 'recovery_code']);
  });

  it('cannot be guessed: wrong codes are slowed down, and the right password between them changes nothing', async () => {
    await enrol(await system.signIn('manager1'));
    const answers: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      answers.push((await logIn('manager1', `00000${n}`)).status);
      if (n < 3) await logIn('manager1');
    }
    expect(answers).toEqual([401, 401, 401, 429]);
  });

  it('stands sealed in the database, its recovery codes hashed, both in no event or log', async () => {
    const broker = await system.signIn('manager2');
    const { otpauth_uri: uri, secret } = must(await broker.post('/auth/mfa/enrol'), 200);
    const { recovery_codes } = must(await broker.post('/auth/mfa/confirm', { code: codeOf(uri) }), 200);
    const [{ text }] = await system.query(`
      SELECT string_agg(row::text, ' ') AS text FROM (
        SELECT to_jsonb(event_store) AS row FROM event_store UNION ALL SELECT to_jsonb(second_factor) FROM second_factor
        UNION ALL SELECT to_jsonb(recovery_code) FROM recovery_code) AS rows`);
    const bytes = bytesOfBase32(secret);
    for (const secretText of [secret, bytes.toString('base64'), bytes.toString('hex'), ...recovery_codes]) {
      expect(text).not.toContain(secretText);
      expect(system.api.output).not.toContain(secretText);
    }
  });

  it('is removed by whoever has just signed in with it, and by no older session', async () => {
    const { uri } = await enrol(await system.signIn('affiliate1'));
    const old = clientOf(must(await logIn('affiliate1', codeOf(uri)), 200));
    await system.query(`UPDATE session SET created_at = created_at - interval '16 minutes'`);
    expect(await old.delete('/auth/mfa')).toMatchObject({ status: 403, body: { code: 'sign_in_again' } });
    await forgetCodes();
    const fresh = clientOf(must(await logIn('affiliate1', codeOf(uri)), 200));
    expect((await fresh.delete('/auth/mfa')).status).toBe(204);
    expect((await fresh.delete('/auth/mfa')).status).toBe(204);
    expect((await logIn('affiliate1')).status).toBe(200);
    const facts = await system.query(
      `SELECT event_type FROM event_store JOIN app_user ON app_user.id::text = aggregate_id
       WHERE username = 'affiliate1' AND event_type LIKE 'UserSecondFactor%' ORDER BY event_store.version`,
    );
    expect(facts.map((one: any) => one.event_type)).toEqual(['UserSecondFactorEnrolled', 'UserSecondFactorRemoved']);
  });
});

describe('with REQUIRE_MFA', () => {
  beforeAll(async () => {
    system = await System.start({ worker: false, environment: { REQUIRE_MFA: 'true' } });
  }, 120_000);
  afterAll(() => system?.stop(), 60_000);

  it.each(['admin', 'head_sales'])('%s without one may enrol and nothing else', async (username) => {
    const client = await system.signIn(username);
    for (const path of ['/users', '/prospects', '/dashboard', '/eligibility/providers']) {
      expect(await client.get(path)).toMatchObject({ status: 403, body: { code: 'mfa_enrolment_required' } });
    }
    expect((await client.get('/auth/me')).status).toBe(200);
    const rank = {
      username: `by.${username}`,
      email: `by.${username}@example.com`,
      password: 'seven-quiet-lanterns-drift',
      role: 'admin',
    };
    expect((await client.post('/auth/register', rank)).status).toBe(401);
    await enrol(client);
    expect((await client.get('/users')).status).toBe(200);
    expect(await client.delete('/auth/mfa')).toMatchObject({ status: 409, body: { code: 'second_factor_required' } });
  });

  it('the queue board is no way around it', async () => {
    await system.query(`UPDATE app_user SET role = 'admin' WHERE username = 'broker3'`);
    const client = await system.signIn('broker3');
    const look = () => fetch(`${system.api.url}/queues`, { headers: { authorization: `Bearer ${client.token}` } });
    expect(await client.post('/auth/queue-board')).toMatchObject({
      status: 403,
      body: { code: 'mfa_enrolment_required' },
    });
    expect((await look()).status).toBe(403);
    await enrol(client);
    expect((await look()).status).toBe(200);
  });

  it('the other roles go on without', async () => {
    expect((await (await system.signIn('manager1')).get('/prospects')).status).toBe(200);
  });
});
