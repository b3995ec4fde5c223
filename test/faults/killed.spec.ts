import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { checkInvariants } from '../support/invariants.js';
import { aComparison, aPolicy, aProspect, quoteOf } from '../support/journey.js';
import { BACKENDS, type Backend, System } from '../support/system.js';

jest.setTimeout(300_000);

const PLACES = ['claimed', 'prepared', 'effect', 'committed'];
const SUBSCRIBERS = ['policy-creation', 'commission-calculation', 'contract-rendering', 'policy-mail', 'welcome-mail'];

/** The relay's places, then each place of each saga that an acceptance sets in motion. */
const FAILPOINTS = [
  'relay.claimed', 'relay.added',
  ...SUBSCRIBERS.flatMap((subscriber) => PLACES.map((place) => `delivery.${place}@${subscriber}`)),
];

/** Lets the worker die at one place of one journey, starts another one, and looks whether everything is there once. */
async function dieAt(system: System, failpoint: string): Promise<void> {
  await system.worker.start({ FAILPOINTS: failpoint });
  const broker = await system.as('broker1');
  const policy = await aPolicy(broker, 'axa');
  expect(await system.worker.ended()).toBe('SIGKILL');
  await system.worker.start();
  await system.quiet(120);
  await system.idle(120);
  expect(await checkInvariants(system, { accepted: [policy.quote_id] })).toEqual([]);
  await system.worker.stop();
}

describe.each(BACKENDS)('a worker killed at any place, queues on %s', (backend: Backend) => {
  let systems: System[];
  // A dead worker's job comes back by the queue's own recovery or by the lease, so two systems take turns in waiting.
  const halves = [0, 1].map((half) => FAILPOINTS.filter((_, index) => index % 2 === half && (backend === 'postgres' || index % 3 === 0)));

  beforeAll(async () => {
    systems = await Promise.all([System.start({ backend, worker: false }), System.start({ backend, worker: false })]);
  });
  afterAll(() => Promise.all((systems ?? []).map((system) => system.stop())));

  it(`loses nothing and doubles nothing: ${halves.flat().join(', ')}`, async () => {
    await Promise.all(halves.map(async (failpoints, half) => {
      for (const failpoint of failpoints) await dieAt(systems[half]!, failpoint);
    }));
  });
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
