import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Client } from '../../support/client.js';
import { codeOf } from '../../support/credentials.js';
import { eventually } from '../../support/eventually.js';
import { aComparison, aPolicy, aProspect, MARCO, must, quoteOf } from '../../support/journey.js';
import { PASSWORD, type System } from '../../support/system.js';
import { type Cast, type Role } from './cast.js';
import { type Contract } from './contract.js';
import { examplePathOf } from './document.js';

interface Stage {
  system: System;
  cast: Cast;
  contract: Contract;
}

/** The tests that bring about each refusal of a business rule, on the demo book after its examples. */
export function provokeRefusals(stage: () => Stage): void {
  async function provoke(
    name: string,
    code: string,
    client: Client | Role,
    given: { id?: number | string; body?: unknown; query?: string; headers?: Record<string, string> } = {},
  ): Promise<void> {
    const { contract, cast } = stage();
    const operation = contract.operation(name);
    const {
      id,
      body = operation.method === 'get' || operation.method === 'delete' ? undefined : {},
      query = '',
      headers,
    } = given;
    const path =
      id === undefined
        ? examplePathOf(operation)
        : operation.path.replace(/\{\w+\}/, String(id)).replace('{number}', '1');
    const answer = await contract.call(
      operation,
      typeof client === 'string' ? cast.clients[client] : client,
      path + query,
      body,
      headers,
    );
    expect([name, answer.body.code, answer.status < 400 ? answer.body : 0]).toEqual([name, code, 0]);
    contract.nothingWrong();
  }

  it('of users', async () => {
    const { system, cast } = stage();
    const someone = { username: 'somebody.new', email: 'somebody.new@example.com', password: PASSWORD };
    await provoke('POST /auth/register', 'username_taken', 'anonymous', { body: { ...someone, username: 'BROKER1' } });
    await provoke('POST /auth/register', 'email_taken', 'anonymous', {
      body: { ...someone, email: 'broker1@insurance-crm.example' },
    });
    await provoke('POST /auth/register', 'forbidden', 'anonymous', { body: { ...someone, role: 'admin' } });
    await provoke('PATCH /users/{id}', 'not_on_oneself', 'admin', {
      id: 1,
      body: { is_active: false },
      headers: { 'if-match': '"1"' },
    });
    await provoke('POST /auth/register', 'unauthenticated', new Client(() => system.api.url, 'no.such.token'), {
      body: someone,
    });
    await system.query('UPDATE request_limit SET used = 200');
    await provoke('POST /auth/register', 'too_many_requests', 'anonymous', { body: someone });
    await cast.clients.anonymous.post('/auth/password/forgot', { email: someone.email });
    await system.query('UPDATE request_limit SET used = 200');
    await provoke('POST /auth/password/forgot', 'too_many_requests', 'anonymous', { body: { email: someone.email } });
    await cast.forgiveMistakes();
    const second = must(await cast.clients.admin.post('/auth/register', { ...someone, role: 'admin' }), 201);
    // As if somebody else demoted this admin in the very moment, whom the API has just met and knows as one for five seconds.
    const admin = await system.signIn('admin');
    must(await admin.get('/auth/me'), 200);
    await system.query(`UPDATE app_user SET role = 'broker' WHERE username = 'admin'`);
    await provoke('PATCH /users/{id}', 'last_admin', admin, {
      id: second.id,
      body: { role: 'broker' },
      headers: { 'if-match': '"1"' },
    });
    await system.query(`UPDATE app_user SET role = 'admin' WHERE username = 'admin'`);
    await provoke('PATCH /users/{id}', 'supervision_circle', 'admin', {
      id: 3,
      body: { supervisor_id: 5 },
      headers: { 'if-match': '"1"' },
    });
  });

  it('of signing in', async () => {
    const { cast, system } = stage();
    await provoke('POST /auth/login', 'wrong_credentials', 'anonymous', {
      body: { username: 'nobody', password: PASSWORD },
    });
    await provoke('POST /auth/refresh', 'invalid_refresh_token', 'anonymous', { body: { refresh_token: 'none' } });
    const { client, login } = await cast.newcomer();
    const { otpauth_uri } = must(await client.post('/auth/mfa/enrol'), 200);
    must(await client.post('/auth/mfa/confirm', { code: codeOf(otpauth_uri as string) }), 200);
    await provoke('POST /auth/mfa/enrol', 'second_factor_exists', client);
    await provoke('POST /auth/login', 'otp_required', 'anonymous', { body: login });
    await provoke('POST /auth/login', 'wrong_otp', 'anonymous', { body: { ...login, otp: 'no-code' } });
    const late = (await cast.newcomer()).client;
    await system.query(`UPDATE session SET created_at = created_at - interval '16 minutes'`);
    await provoke('POST /auth/mfa/enrol', 'sign_in_again', late);
    await provoke('DELETE /auth/mfa', 'sign_in_again', late);
  });

  it('of guessing', async () => {
    const { cast, system } = stage();
    const { client, login } = await cast.newcomer();
    must(await client.post('/auth/mfa/enrol'), 200);
    const guesses = {
      'POST /auth/login': { ...login, password: 'a-wrong-guess' },
      'POST /auth/mfa/confirm': { code: '000000' },
      'POST /auth/password': { current_password: 'a-wrong-guess', new_password: 'seven-quiet-lanterns-drift' },
    };
    for (const [name, body] of Object.entries(guesses)) {
      await cast.forgiveMistakes();
      for (let n = 0; n < 3; n += 1) await client.post(name.split(' ')[1]!, body);
      // As long as this test may take, and not a second.
      await system.query(`UPDATE sign_in_delay SET free_at = clock_timestamp() + interval '300 s'`);
      await provoke(name, 'too_many_requests', client, { body });
    }
    await cast.forgiveMistakes();
  });

  it('of what is named in a body or query, and is not there', async () => {
    const body = { prospect_id: 2_000_000_000, insurance_type: 'life', coverage_amount: 1000 };
    for (const name of ['POST /eligibility/check', 'POST /eligibility/calculate', 'POST /quotes/generate'])
      await provoke(name, 'not_found', 'broker', { body });
    await provoke('GET /commissions/simulate', 'not_found', 'broker', { id: 'none', query: '?quote_id=2000000000' });
    await provoke('GET /commissions/clawback-preview', 'not_found', 'broker', {
      id: 'none',
      query: '?policy_id=2000000000',
    });
  });

  it('of prospects and quotes', async () => {
    const {
      system,
      cast: {
        clients: { broker },
      },
    } = stage();
    await provoke('DELETE /prospects/{id}', 'prospect_in_use', 'broker', { id: 1 });
    await provoke('DELETE /prospects/{id}', 'stale', 'broker', { id: 1, headers: { 'if-match': '"999"' } });
    await provoke('POST /prospects', 'forbidden', 'broker', { body: { ...MARCO, assigned_broker: 6 } });
    await provoke('POST /prospects/{id}/status', 'status_not_reachable', 'broker', {
      id: 1,
      body: { status: 'contacted' },
    });
    const child = await aProspect(broker, { birth_date: '2024-01-01' });
    const need = { insurance_type: 'life', coverage_amount: 1000 };
    await provoke('POST /quotes/generate', 'no_provider_available', 'broker', {
      body: { prospect_id: child, ...need },
    });
    const prospect = await aProspect(broker);
    const first = await aComparison(broker, prospect);
    must(await broker.post(`/policies/${quoteOf(first, 'axa')}/accept`), 201);
    await provoke('POST /policies/{quote_id}/accept', 'quote_not_open', 'broker', { id: quoteOf(first, 'axa') });
    for (const what of ['send', 'reject'])
      await provoke(`POST /quotes/{id}/${what}`, 'quote_not_open', 'broker', { id: quoteOf(first, 'axa') });
    const second = await aComparison(broker, prospect);
    await provoke('POST /policies/{quote_id}/accept', 'already_insured', 'broker', { id: quoteOf(second, 'axa') });
    await system.query(`UPDATE quote SET valid_until = '2000-01-01' WHERE id = $1`, [quoteOf(second, 'generali')]);
    await provoke('POST /policies/{quote_id}/accept', 'quote_expired', 'broker', { id: quoteOf(second, 'generali') });
    await provoke('POST /quotes/{id}/send', 'quote_expired', 'broker', { id: quoteOf(second, 'generali') });
  });

  it('of a prospect that is no longer what its quotes were priced for', async () => {
    const {
      cast: {
        clients: { broker },
      },
    } = stage();
    const prospect = await aProspect(broker);
    const quote = quoteOf(await aComparison(broker, prospect), 'axa');
    must(await broker.put(`/prospects/${prospect}`, { ...MARCO, risk_category: 'high' }), 200);
    await provoke('POST /policies/{quote_id}/accept', 'facts_changed', 'broker', { id: quote });
    await provoke('POST /quotes/{id}/send', 'facts_changed', 'broker', { id: quote });
  });

  it('of addresses that we have never written to', async () => {
    const {
      system,
      cast: {
        clients: { broker },
      },
    } = stage();
    must(await broker.post('/prospects', { ...MARCO, email: 'first.of.all@example.org' }), 201);
    await system.query('UPDATE first_mail SET mails = $1', [system.environment.FIRST_MAILS_PER_DAY]);
    const stranger = { ...MARCO, email: 'first.stranger@example.org' };
    await provoke('POST /prospects', 'too_many_first_mails', 'broker', { body: stranger });
    await provoke('PUT /prospects/{id}', 'too_many_first_mails', 'broker', { id: 1, body: stranger });
    const { version } = must(await broker.get('/prospects/1'), 200);
    await provoke('PATCH /prospects/{id}', 'too_many_first_mails', 'broker', {
      id: 1,
      body: { email: stranger.email },
      headers: { 'if-match': `"${version}"` },
    });
    await system.query('DELETE FROM first_mail');
  });

  it('of a prospect that changes while it is priced', async () => {
    const {
      system,
      cast: {
        clients: { broker },
      },
    } = stage();
    const prospect = await aProspect(broker);
    const other = await system.db.connect();
    try {
      await other.query('BEGIN');
      const {
        rows: [{ xid }],
      } = await other.query('SELECT pg_current_xact_id()::xid AS xid');
      await other.query(`UPDATE prospect SET birth_date = '1950-01-01' WHERE id = $1`, [prospect]);
      const refused = provoke('POST /quotes/generate', 'state_conflict', 'broker', {
        body: { prospect_id: prospect, insurance_type: 'auto', coverage_amount: 1000 },
      });
      await eventually(async () => {
        expect(
          await system.query('SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = $1', [xid]),
        ).toHaveLength(1);
      }, 5);
      await other.query('COMMIT');
      await refused;
    } finally {
      // Not to be used again in the middle of a transaction.
      other.release(true);
    }
  });

  it('of policies', async () => {
    const { system } = stage();
    const [cancelled] = await system.query(`SELECT id FROM policy WHERE status = 'cancelled' ORDER BY id LIMIT 1`);
    for (const name of ['POST /policies/{id}/cancel', 'POST /policies/{id}/renew']) {
      await provoke(name, 'policy_not_active', 'admin', {
        id: cancelled.id,
        body: name.endsWith('cancel') ? { reason: 'Sold.' } : {},
      });
    }
    await provoke('GET /commissions/clawback-preview', 'policy_not_active', 'admin', {
      id: 'none',
      query: `?policy_id=${cancelled.id}`,
    });
    await provoke('POST /policies/{id}/instalments/{number}/pay', 'policy_not_active', 'admin', { id: cancelled.id });
    await provoke('POST /policies/{id}/instalments/{number}/pay', 'instalment_paid', 'broker');
    await provoke('POST /policies/{id}/renew', 'renewal_not_open', 'broker', { id: 41 });
    await system.query('UPDATE policy SET annual_premium = 10 WHERE id = 25');
    await provoke('POST /policies/{id}/renew', 'premium_change_unconfirmed', 'broker', { id: 25 });
    await system.query(`UPDATE prospect SET birth_date = '1901-01-01' WHERE id = 25`);
    await provoke('POST /policies/{id}/renew', 'no_longer_insurable', 'broker', { id: 25 });
  });

  it('of commissions and deliveries', async () => {
    const { system } = stage();
    for (const [what, body] of [
      ['approve', {}],
      ['reject', { reason: 'Sold by the branch.' }],
    ] as const) {
      await provoke(`POST /commissions/{id}/${what}`, 'commission_not_pending', 'manager', { id: 1, body });
      await provoke(`POST /commissions/{id}/${what}`, 'own_commission', 'manager', { id: 101, body });
    }
    await provoke('POST /commissions/approve', 'batch_refused', 'manager', { body: { ids: [1] } });
    await provoke('POST /commissions/payouts', 'commission_not_payable', 'admin', { body: { ids: [101] } });
    await provoke('POST /commissions/payouts', 'nothing_to_pay', 'admin', { body: { period: '2001-01' } });
    const [{ event_id }] = await system.query(
      `SELECT event_id FROM event_delivery WHERE subscriber = 'activity' AND status = 'done' LIMIT 1`,
    );
    for (const what of ['redrive', 'skip']) {
      const operation = `POST /operations/dead-letters/{event_id}/{subscriber}/${what}`;
      const { contract, cast } = stage();
      const path = `/operations/dead-letters/${event_id}/activity/${what}`;
      expect(
        (await contract.call(contract.operation(operation), cast.clients.admin, path, { reason: 'no reason' })).body
          .code,
      ).toBe('delivery_not_dead');
      contract.nothingWrong();
    }
  });

  it('of keys, methods, addresses, headers and haste', async () => {
    const {
      cast: {
        clients: { broker, anonymous },
      },
      contract,
    } = stage();
    const headers = { 'idempotency-key': 'contract-key-1' };
    must(await broker.post('/prospects', MARCO, { headers }), 201);
    await provoke('POST /prospects', 'idempotency_key_reused', 'broker', {
      body: { ...MARCO, notes: 'other' },
      headers,
    });
    for (const [answer, status] of [
      [await broker.delete('/quotes'), 405],
      [await broker.get('/prospects/%zz'), 400],
      [await broker.get('/auth/me', { headers: { 'x-large': 'a'.repeat(20_000) } }), 431],
    ] as const) {
      expect([answer.status, contract.isProblem(answer.body)]).toEqual([status, true]);
      contract.reached.add(answer.body.code);
    }
    const verify = contract.operation('POST /contracts/verify');
    for (let n = 0; n < 30; n += 1) await contract.call(verify, anonymous, verify.path, '%PDF');
    await provoke('POST /contracts/verify', 'too_many_requests', 'anonymous', { body: '%PDF' });
  });

  it('of documents', async () => {
    const { system, cast } = stage();
    const { id } = await aPolicy(cast.clients.broker, 'axa', { last_name: 'Rossi 𗼇' });
    await provoke('GET /policies/{id}/pdf', 'glyph_missing', 'broker', { id });
    const folder = join(system.dataDir, 'documents');
    await rename(folder, `${folder}.away`);
    await provoke('GET /policies/{id}/pdf', 'unavailable', 'broker');
    await rename(`${folder}.away`, folder);
    for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (file.isFile()) await writeFile(join(file.parentPath, file.name), 'not what was recorded');
    }
    await provoke('GET /policies/{id}/pdf', 'document_damaged', 'broker');
  });

  it('of days before the first catalogue', async () => {
    const { system } = stage();
    await system.worker.stop();
    await system.query(`UPDATE policy SET start_date = '1998-01-01', end_date = '1998-12-31' WHERE id = 41`);
    await system.moveClock('1990-06-01T12:00:00Z');
    await provoke('POST /policies/{id}/renew', 'no_catalogue_effective', 'broker', { id: 41 });
    await provoke('GET /commissions/simulate', 'no_catalogue_effective', 'broker');
    const body = { prospect_id: 41, insurance_type: 'life', coverage_amount: 1000 };
    for (const name of ['POST /eligibility/check', 'POST /eligibility/calculate', 'POST /quotes/generate']) {
      await provoke(name, 'no_catalogue_effective', 'broker', { body });
    }
    for (const name of ['GET /eligibility/providers', 'GET /eligibility/rules/{provider}/{insurance_type}'])
      await provoke(name, 'no_catalogue_effective', 'broker');
  });
}
