import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extractPdfText } from '../../src/platform/pdf/pdf-text.js';
import { Client } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { aComparison, aProspect, must, quoteOf } from '../support/journey.js';
import { System } from '../support/system.js';

/** The demo users' opens nothing in a system that others can reach. */
const PASSWORD = 'seven-quiet-lanterns-drift';

/** Looks through the door alone, as QA does at a deployed system (`E2E_BASE_URL`); a newcomer's whole story. */
describe("a new broker's first policy, seen from outside", () => {
  const deployed = process.env.E2E_BASE_URL?.replace(/\/(api\/v1\/?)?$/, '');
  const username = `qa-${Date.now().toString(36)}`;
  let system: System | undefined;
  let broker: Client;
  let policy: any;

  beforeAll(async () => {
    if (!deployed) system = await System.start();
    const url = () => deployed ?? system!.api.url;
    const anybody = new Client(url);
    must(
      await anybody.post('/auth/register', {
        username,
        email: `${username}@example.com`,
        password: PASSWORD,
        role: 'broker',
      }),
      201,
    );
    const token = must(await anybody.post('/auth/login', new URLSearchParams({ username, password: PASSWORD })), 200);
    broker = new Client(url, token.access_token);
  }, 120_000);
  afterAll(() => system?.end(), 60_000);

  it('ends in a policy number at once', async () => {
    const comparison = await aComparison(broker, await aProspect(broker));
    policy = must(await broker.post(`/policies/${quoteOf(comparison, 'axa')}/accept`), 201).policy;
    expect(policy.policy_number).toMatch(/^INS-\d{4}-\d{6}$/);
    expect(policy.is_active).toBe(true);
  });

  it('is fulfilled in the background', async () => {
    await eventually(async () => {
      const { complete, steps } = must(await broker.get(`/policies/${policy.id}/fulfilment`), 200);
      if (!complete) throw new Error(JSON.stringify(steps));
    }, 90);
    const [commission] = must(await broker.get('/commissions'), 200);
    expect(commission).toMatchObject({ policy_id: policy.id, beneficiary_role: 'broker', percentage: 15 });
    const pdf = await broker.get(`/policies/${policy.id}/pdf`);
    expect((await extractPdfText(pdf.bytes)).join()).toContain(policy.policy_number);
  }, 100_000);

  it("is nobody else's to see", async () => {
    const stranger = `${username}-2`;
    const anybody = new Client(() => deployed ?? system!.api.url);
    must(
      await anybody.post('/auth/register', {
        username: stranger,
        email: `${stranger}@example.com`,
        password: PASSWORD,
      }),
      201,
    );
    const token = must(await anybody.post('/auth/login', { username: stranger, password: PASSWORD }), 200);
    const other = new Client(() => deployed ?? system!.api.url, token.access_token);
    for (const path of [
      `/policies/${policy.id}`,
      `/policies/${policy.id}/pdf`,
      `/prospects/${policy.prospect_id}`,
      `/quotes/${policy.quote_id}`,
    ]) {
      expect((await other.get(path)).status).toBe(404);
    }
    expect((await new Client(() => deployed ?? system!.api.url).get(`/policies/${policy.id}`)).status).toBe(401);
  });
});
