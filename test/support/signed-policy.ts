import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { extractPdfText } from '../../src/platform/pdf/pdf-text.js';
import { eventually } from './eventually.js';
import { checkInvariants } from './invariants.js';
import { MARCO, must, quoteOf } from './journey.js';
import { PASSWORD, type System } from './system.js';

/** The tests of the documented journey, word for word, on the system that `start` brings; stops it after them. */
export function fromProspectToSignedPolicy(start: () => Promise<System>): void {
  let system: System;
  let policy: any;
  let comparison: any;
  let prospectId: number;

  beforeAll(async () => {
    system = await start();
    await system.moveClock('2026-11-24T09:00:00Z');
  }, 120_000);
  afterAll(() => system?.end(), 60_000);

  it('signs in by form and by JSON, and says who one is', async () => {
    const anybody = system.anonymous();
    const form = must(
      await anybody.post(
        '/auth/login',
        new URLSearchParams({
          grant_type: 'password',
          username: 'broker1',
          password: PASSWORD,
          scope: '',
          client_id: '',
          client_secret: '',
        }),
      ),
      200,
    );
    const json = must(await anybody.post('/auth/login', { username: 'broker1', password: PASSWORD }), 200);
    expect(form).toMatchObject({ token_type: 'bearer', expires_in: 900 });
    expect(json.access_token).toEqual(expect.any(String));
    const broker = await system.as('broker1');
    expect(must(await broker.get('/auth/me'), 200)).toMatchObject({
      username: 'broker1',
      role: 'broker',
      is_active: true,
    });
  });

  it('registers the prospect as the documentation sends it', async () => {
    const broker = await system.as('broker1');
    const prospect = must(await broker.post('/prospects', MARCO), 201);
    prospectId = prospect.id;
    expect(prospect).toMatchObject({
      status: 'new',
      phone: '+393331234567',
      birth_date: '1985-03-15',
      risk_category: null,
      version: 1,
    });
  });

  it('asks the four providers', async () => {
    const broker = await system.as('broker1');
    const check = must(
      await broker.post('/eligibility/check', {
        prospect_id: prospectId,
        insurance_type: 'life',
        coverage_amount: 500_000,
      }),
      200,
    );
    const estimates = Object.fromEntries(check.providers.map((one: any) => [one.provider, one.base_premium]));
    expect(estimates).toEqual({ generali: 800, unipolsai: null, allianz: 880, axa: 736 });
    expect(check.providers.find((one: any) => one.provider === 'unipolsai')).toMatchObject({
      is_eligible: false,
      reason: "Risk category 'medium' not accepted",
      reasons: [
        { code: 'risk_not_accepted', text: "Risk category 'medium' not accepted" },
        { code: 'coverage_above_maximum', text: 'Coverage 500000 exceeds maximum 400000' },
      ],
    });
    expect(check).toMatchObject({
      eligible_count: 3,
      ineligible_count: 1,
      best_provider: 'axa',
      lowest_premium: 736,
      risk_assumed: true,
    });
  });

  it('prices, ranks and explains three quotes, and says why the fourth is missing', async () => {
    const broker = await system.as('broker1');
    comparison = must(
      await broker.post('/quotes/generate', {
        prospect_id: prospectId,
        insurance_type: 'life',
        coverage_amount: 500_000,
      }),
      201,
    );
    const premiums = Object.fromEntries(comparison.quotes.map((one: any) => [one.provider, one.annual_premium]));
    expect(premiums).toEqual({ generali: 1305.6, allianz: 1436.16, axa: 1201.15 });
    expect(comparison.excluded.map((one: any) => one.provider)).toEqual(['unipolsai']);
    expect(comparison.advisor).toMatchObject({ source: 'rules', fallback_reason: 'no_api_key' });
    expect(comparison.quotes.filter((one: any) => one.is_recommended).map((one: any) => one.provider)).toEqual([
      comparison.recommended_provider,
    ]);
    expect(comparison.quotes.every((one: any) => one.valid_until === '2026-12-24')).toBe(true);
  });

  it('holds a policy number at once', async () => {
    const broker = await system.as('broker1');
    const signed = must(await broker.post(`/policies/${quoteOf(comparison, 'axa')}/accept`), 201);
    policy = signed.policy;
    expect(policy).toMatchObject({
      policy_number: 'INS-2026-000001',
      status: 'active',
      term: 1,
      annual_premium: 1201.15,
      monthly_premium: 100.1,
      start_date: '2026-11-24',
      end_date: '2027-11-23',
      renewal_date: '2027-10-24',
      is_active: true,
      days_until_expiry: 364,
    });
  });

  it('fulfils in the background: commissions to the cent, the contract, one mail a recipient', async () => {
    const broker = await system.as('broker1');
    const fulfilment = await eventually(async () => {
      const state = must(await broker.get(`/policies/${policy.id}/fulfilment`), 200);
      if (!state.complete) throw new Error(JSON.stringify(state));
      return state;
    }, 60);
    expect(fulfilment.steps.map((one: any) => [one.step, one.status])).toEqual([
      ['policy', 'done'],
      ['commission', 'done'],
      ['contract', 'done'],
      ['mail', 'done'],
    ]);
    expect(must(await broker.get('/commissions'), 200).map((one: any) => [one.beneficiary_role, one.amount])).toEqual([
      ['broker', 180.17],
    ]);
    const manager = await system.as('manager1');
    const rows = must(await manager.get('/commissions'), 200);
    expect(rows.map((one: any) => [one.beneficiary_role, one.amount]).sort()).toEqual([
      ['broker', 180.17],
      ['manager', 60.06],
    ]);

    await system.quiet();
    const mails = await system.mails();
    const sent = mails.map((mail) => [(mail.to as any).text, mail.attachments.length]).sort();
    // Nobody is told of what they have just done themselves.
    expect(sent).toEqual([
      ['marco.rossi@example.com', 0],
      ['marco.rossi@example.com', 1],
    ]);
    expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(2);
    expect(mails.map((mail) => mail.replyTo?.text)).toEqual(mails.map(() => 'broker1@insurance-crm.example'));
  });

  it('serves the contract that was mailed', async () => {
    const broker = await system.as('broker1');
    const pdf = await broker.get(`/policies/${policy.id}/pdf`);
    expect(pdf.status).toBe(200);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    const pages = await extractPdfText(pdf.bytes);
    expect(pages.length).toBeGreaterThanOrEqual(2);
    const text = pages.join('\n');
    for (const fact of ['INS-2026-000001', 'Marco Rossi', 'AXA', '1,201.15', '500,000', '24 November 2026'])
      expect(text).toContain(fact);
    const [mail] = (await system.mails()).filter((one) => one.attachments.length > 0);
    expect(mail!.attachments[0]!.content.equals(pdf.bytes)).toBe(true);
  });

  it('shows it on the dashboard', async () => {
    const broker = await system.as('broker1');
    const dashboard = must(await broker.get('/dashboard?period=month'), 200);
    expect(dashboard.metrics.pipeline).toMatchObject({ policies_signed: 1, total: 1, conversion_rate: 100 });
    expect(dashboard.metrics.commissions).toMatchObject({ total_pending: 180.17, count_pending: 1 });
    expect(dashboard.metrics.active_policies).toBe(1);
  });

  it('moved the prospect on, and keeps every stream in order', async () => {
    const broker = await system.as('broker1');
    expect(must(await broker.get(`/prospects/${prospectId}`), 200).status).toBe('policy_signed');
    const events = await system.query<{ aggregate_type: string; event_type: string; version: number }>(
      `SELECT aggregate_type, event_type, version FROM event_store WHERE aggregate_type <> 'user' ORDER BY aggregate_type, aggregate_id, version`,
    );
    const types = (aggregate: string) =>
      events.filter((one) => one.aggregate_type === aggregate).map((one) => one.event_type);
    expect(types('prospect')).toEqual(['ProspectCreated', 'ProspectStatusChanged', 'ProspectStatusChanged']);
    expect(types('policy')).toEqual(['PolicyCreated', 'PolicyContractGenerated', 'PolicyConfirmationSent']);
    expect(types('commission')).toEqual(['CommissionCalculated', 'CommissionCalculated']);
    expect(types('comparison')).toEqual(['ComparisonGenerated']);
    const dead = await system.query(`SELECT * FROM event_delivery WHERE status NOT IN ('done', 'skipped')`);
    expect(dead).toEqual([]);
  });

  it('wrote nothing personal into logs, queues or stored events', async () => {
    const secrets = /marco|rossi|3331234567|1985-03-15/i;
    expect(system.output).not.toMatch(secrets);
    const [{ stored }] = await system.query(
      `SELECT string_agg(data::text || metadata::text, ' ') AS stored FROM event_store`,
    );
    expect(stored).not.toMatch(secrets);
  });

  it('leaves every row as its events tell it, and nothing lost, doubled or left over', async () => {
    await system.idle();
    expect(await checkInvariants(system, { accepted: [policy.quote_id] })).toEqual([]);
  });
}
