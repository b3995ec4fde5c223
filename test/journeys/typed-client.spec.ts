import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client, createClient } from '../../client/client/index.js';
import {
  acceptQuote,
  checkEligibility,
  createProspect,
  downloadContract,
  generateQuotes,
  getDashboard,
  getFulfilment,
  getMe,
  getPolicyHistory,
  getProspect,
  getQuote,
  listCommissions,
  logIn,
  updateProspect,
} from '../../client/index.js';
import { eventually } from '../support/eventually.js';
import { PASSWORD, System } from '../support/system.js';

/** The journey as a frontend writes it: what compiles here is what the generated client promises. */
describe('the typed client', () => {
  let system: System;
  let client: Client;
  let prospectId: number;
  let policyId: number;

  beforeAll(async () => {
    system = await System.start();
    client = createClient({ baseUrl: system.api.url });
    const { data } = await logIn({ client, throwOnError: true, body: { username: 'broker1', password: PASSWORD } });
    client.setConfig({ auth: data.access_token });
  }, 120_000);
  afterAll(() => system?.end(), 60_000);

  it('signs in, and knows who that is', async () => {
    const { data: me } = await getMe({ client, throwOnError: true });
    expect([me.username, me.role]).toEqual(['broker1', 'broker']);
  });

  it('registers a prospect, and changes it under its ETag', async () => {
    const { data: prospect } = await createProspect({
      client,
      throwOnError: true,
      headers: { 'Idempotency-Key': 'typed-client-0001' },
      body: {
        type: 'individual',
        first_name: 'Marco',
        last_name: 'Rossi',
        email: 'marco.rossi@example.com',
        phone: '+39 333 1234567',
        birth_date: '1985-03-15',
      },
    });
    prospectId = prospect.id;
    const { response } = await getProspect({ client, throwOnError: true, path: { id: prospectId } });
    const etag = response.headers.get('etag')!;
    const change = {
      client,
      path: { id: prospectId },
      headers: { 'If-Match': etag },
      body: { notes: 'Prefers e-mail.' },
    };
    const { data: changed } = await updateProspect({ ...change, throwOnError: true });
    expect(changed.notes).toBe('Prefers e-mail.');
    const stale = await updateProspect(change);
    expect(stale.error?.code).toBe('stale');
  });

  it('asks who would insure him, and has quotes compared', async () => {
    const need = { prospect_id: prospectId, insurance_type: 'life' as const, coverage_amount: 500_000 };
    const { data: eligibility } = await checkEligibility({ client, throwOnError: true, body: need });
    expect(eligibility.providers.filter(({ is_eligible }) => is_eligible)).toHaveLength(eligibility.eligible_count);
    const { data: comparison } = await generateQuotes({ client, throwOnError: true, body: need });
    const best = comparison.quotes[0]!;
    expect([best.is_recommended, best.provider]).toEqual([true, comparison.recommended_provider]);
    const { data: quote } = await getQuote({ client, throwOnError: true, path: { id: best.id } });
    expect(quote).toEqual(best);
    const { data: signed } = await acceptQuote({ client, throwOnError: true, path: { quote_id: best.id }, body: {} });
    policyId = signed.policy.id;
    expect([signed.policy.status, signed.policy.annual_premium]).toEqual(['active', best.annual_premium]);
  });

  it('learns from a refusal what stands against it', async () => {
    const { error, response } = await generateQuotes({
      client,
      body: { prospect_id: prospectId, insurance_type: 'life', coverage_amount: -1 },
    });
    expect([response?.status, error?.code, error?.errors?.[0]?.field]).toEqual([
      422,
      'validation_failed',
      'coverage_amount',
    ]);
  });

  it('follows the policy to its contract, commissions, history and dashboard', async () => {
    await eventually(async () => {
      const { data } = await getFulfilment({ client, throwOnError: true, path: { id: policyId } });
      expect(data.complete).toBe(true);
    }, 60);
    const { data: pdf } = await downloadContract({ client, throwOnError: true, path: { id: policyId } });
    expect(
      Buffer.from(await (pdf as Blob).arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    const { data: commissions } = await listCommissions({ client, throwOnError: true, query: { policy_id: policyId } });
    expect(commissions.map(({ beneficiary_role, status }) => [beneficiary_role, status])).toEqual([
      ['broker', 'pending'],
    ]);
    const { data: history } = await getPolicyHistory({ client, throwOnError: true, path: { id: policyId } });
    expect(Array.isArray(history) && history[0]?.event_type).toBe('PolicyCreated');
    const { data: dashboard } = await getDashboard({ client, throwOnError: true, query: { period: 'month' } });
    expect([dashboard.metrics.pipeline.policies_signed, dashboard.metrics.commissions.count_pending]).toEqual([1, 1]);
  }, 90_000);
});
