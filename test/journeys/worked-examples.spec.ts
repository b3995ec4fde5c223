import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Client } from '../support/client.js';
import { aComparison, aProspect, MARCO, must, quoteOf } from '../support/journey.js';
import { PASSWORD, System } from '../support/system.js';

jest.setTimeout(60_000);

/** What the business has worked out by hand, asked through the door and compared to the cent. */
describe('the worked examples', () => {
  let system: System;
  let broker: Client;

  beforeAll(async () => {
    system = await System.start({ worker: false });
    await system.moveClock('2026-11-24T09:00:00Z');
    broker = await system.as('broker1');
  }, 120_000);
  afterAll(() => system?.end(), 60_000);

  it.each([
    [null, [800, null, 880, null], 'generali', 800],
    ['medium', [800, null, 880, null], 'generali', 800],
    ['low', [720, null, 792, null], 'generali', 720],
    ['high', [null, null, 1144, null], 'allianz', 1144],
  ])('life at 72 with risk %s', async (risk_category, estimates, best_provider, lowest_premium) => {
    const prospect = await aProspect(broker, { birth_date: '1954-11-24', risk_category });
    const check = must(await broker.post('/eligibility/check', { prospect_id: prospect, insurance_type: 'life' }), 200);
    expect(check).toMatchObject({ best_provider, lowest_premium, risk_assumed: risk_category === null });
    expect(check.providers.map((one: any) => one.provider)).toEqual(['generali', 'unipolsai', 'allianz', 'axa']);
    expect(check.providers.map((one: any) => one.base_premium)).toEqual(estimates);
    const [, unipolsai, , axa] = check.providers;
    expect([unipolsai.reason, axa.reason]).toEqual(['Age 72 exceeds maximum 70', 'Age 72 exceeds maximum 65']);
    expect(unipolsai.reasons.map(({ code }: any) => code)).toEqual(
      risk_category === 'low' ? ['age_above_maximum'] : ['age_above_maximum', 'risk_not_accepted'],
    );
  });

  it.each([
    [
      'life, 35, low, 250,000, Generali',
      '1991-11-24',
      'low',
      'generali',
      { insurance_type: 'life', coverage_amount: 250_000 },
      720,
      60,
    ],
    [
      'life, 50, medium, 500,000, smoker, Allianz',
      '1976-11-24',
      'medium',
      'allianz',
      { insurance_type: 'life', coverage_amount: 500_000, smoker: true },
      2534.4,
      211.2,
    ],
    [
      'auto, 22, high, 100,000, Allianz',
      '2004-11-24',
      'high',
      'allianz',
      { insurance_type: 'auto', coverage_amount: 100_000 },
      1769.04,
      147.42,
    ],
  ])('%s', async (_, birth_date, risk_category, provider, need, annual_premium, monthly_premium) => {
    const comparison = await aComparison(broker, await aProspect(broker, { birth_date, risk_category }), need);
    const quote = comparison.quotes.find((one: any) => one.provider === provider);
    expect(quote).toMatchObject({ annual_premium, monthly_premium });
    const { base, provider_multiplier, risk, coverage, age, smoker, conditions, occupation, unrounded } =
      quote.premium_breakdown;
    const product = [base, provider_multiplier, risk, coverage, age, smoker, conditions, occupation].reduce(
      (sum, factor) => sum * factor,
    );
    expect(product).toBeCloseTo(Number(unrounded), 8);
    const { premiums } = must(await broker.post('/eligibility/calculate', { birth_date, risk_category, ...need }), 200);
    expect(premiums.find((one: any) => one.provider === provider)).toMatchObject({ annual_premium });
  });

  it('1,200.00 cancelled on day 100 of 365 gives 871.23 back', async () => {
    const comparison = await aComparison(broker, await aProspect(broker), {
      insurance_type: 'home',
      coverage_amount: 833_333.33,
    });
    const { policy } = must(await broker.post(`/policies/${quoteOf(comparison, 'generali')}/accept/`), 201);
    expect(policy).toMatchObject({ annual_premium: 1200, start_date: '2026-11-24', end_date: '2027-11-23' });
    await system.moveClock('2027-03-03T22:59:00Z');
    const cancelled = must(
      await broker.post(`/policies/${policy.id}/cancel`, { reason: 'Sold', effective_date: '2027-03-03' }),
      200,
    );
    expect(cancelled).toMatchObject({
      rule: 'pro_rata',
      refund: 871.23,
      terms: [{ unused_days: 265, days_in_term: 365, earned: 328.77 }],
    });
  });

  it('what the original client sends, slashes, skip and all', async () => {
    const anybody = system.anonymous();
    must(
      await anybody.post('/auth/register/', {
        username: 'anna.web',
        email: 'anna.web@example.com',
        password: PASSWORD,
        role: 'broker',
      }),
      201,
    );
    const token = must(
      await anybody.post(
        '/auth/login/',
        new URLSearchParams({
          grant_type: 'password',
          username: 'anna.web',
          password: PASSWORD,
          scope: '',
          client_id: 'string',
          client_secret: 'string',
        }),
      ),
      200,
    );
    const headers = { authorization: `Bearer ${token.access_token}` };
    expect(must(await anybody.get('/auth/me/', { headers }), 200)).toMatchObject({
      username: 'anna.web',
      role: 'broker',
      supervisor_id: null,
    });
    const ids = [];
    for (let n = 0; n < 3; n += 1) ids.push(must(await anybody.post('/prospects/', MARCO, { headers }), 201).id);
    const page = must(await anybody.get('/prospects/?skip=1&limit=1', { headers }), 200);
    expect(page.map((one: any) => one.id)).toEqual([ids[1]]);
    const changed = must(
      await anybody.put(`/prospects/${ids[0]}/`, { ...MARCO, last_name: 'Verdi' }, { headers }),
      200,
    );
    expect(changed).toMatchObject({ id: ids[0], last_name: 'Verdi', version: 2 });
    expect((await anybody.delete(`/prospects/${ids[2]}/`, { headers })).status).toBe(204);
    must(await anybody.get('/dashboard/?period=month', { headers }), 200);
  });
});
