import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { checkInvariants } from '../support/invariants.js';
import { aComparison, aPolicy, aProspect, quoteOf } from '../support/journey.js';
import { BACKENDS, type Backend, System } from '../support/system.js';

jest.setTimeout(900_000);

const SAGAS = ['policy-creation', 'commission-calculation', 'contract-rendering', 'policy-mail', 'welcome-mail'];

/** One journey each, on a system of its own: the worker dies at the first place, its successor at the second, and so on. */
const CHAINS: Record<string, string[]> = {
  relay: ['relay.claimed', 'relay.added'],
  ...Object.fromEntries(SAGAS.map((saga) =>
    [saga, ['claimed', 'prepared', 'effect', 'committed'].map((place) => `delivery.${place}@${saga}`)])),
};
/** Redis differs from PostgreSQL in how a dead worker's jobs come back, which two chains show. */
const CHAINS_ON: Record<Backend, string[]> = { postgres: Object.keys(CHAINS), redis: ['relay', 'contract-rendering'] };

async function dieAtEach(backend: Backend, failpoints: string[]): Promise<void> {
  const system = await System.start({ backend, worker: false });
  try {
    const policy = await aPolicy(await system.as('broker1'), 'axa');
    for (const failpoint of failpoints) {
      await system.worker.start({ FAILPOINTS: failpoint });
      expect([failpoint, await system.worker.ended()]).toEqual([failpoint, 'SIGKILL']);
    }
    await system.worker.start();
    await system.quiet(240);
    await system.idle(60);
    expect(await checkInvariants(system, { accepted: [policy.quote_id] })).toEqual([]);
  } finally {
    await system.stop();
  }
}

// Most of the time a chain waits for a dead worker's jobs to come back, so all of them wait at once.
describe.each(BACKENDS)('a worker killed again and again, queues on %s', (backend) => {
  it.concurrent.each(CHAINS_ON[backend].map((name) => [name, CHAINS[name]!] as const))(
    'at each place of %s: nothing is lost, nothing is there twice', (_, failpoints) => dieAtEach(backend, failpoints));
});

describe('an API killed between acceptance and issue', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ worker: false });
  });
  afterAll(() => system?.stop());

  it('leaves the issue to the saga alone', async () => {
    const quote = quoteOf(await aComparison(await system.as('broker1'), await aProspect(await system.as('broker1'))), 'axa');
    const broker = await system.as('broker1');
    await system.api.stop();
    await system.api.start({ FAILPOINTS: 'event.committed@QuoteAccepted' });
    await expect(broker.post(`/policies/${quote}/accept`)).rejects.toThrow();
    expect(await system.api.ended()).toBe('SIGKILL');
    expect(await system.query('SELECT * FROM policy')).toEqual([]);
    expect(await system.query('SELECT status FROM quote WHERE id = $1', [quote])).toEqual([{ status: 'accepted' }]);

    await system.worker.start();
    await system.quiet(120);
    const [issued] = await system.query(`SELECT metadata FROM event_store WHERE event_type = 'PolicyCreated'`);
    expect(issued.metadata.source).toBe('worker');
    expect(await checkInvariants(system, { accepted: [quote] })).toEqual([]);

    await system.api.start();
    const again = await broker.post(`/policies/${quote}/accept`);
    expect(again).toMatchObject({ status: 409, body: { code: 'quote_not_open', policy_number: expect.stringMatching(/^INS-\d{4}-000001$/) } });
  });
});
