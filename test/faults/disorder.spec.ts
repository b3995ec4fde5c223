import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { hashOf } from '../../src/platform/event-store/event-store.js';
import { SUBSCRIPTIONS } from '../../src/sagas/queues.js';
import { report, trials } from '../support/fault-report.js';
import { checkInvariants } from '../support/invariants.js';
import { aComparison, aPolicy, aProspect, must, quoteOf } from '../support/journey.js';
import { System } from '../support/system.js';

jest.setTimeout(3_600_000);

/** Events come late, backwards, or make no sense. */
describe('deliveries out of order', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ environment: { WORKER_CONCURRENCY: '1' } });
  });
  afterAll(() => system?.stop());

  it('backwards: a cancellation before its policy, a policy before its quotes', async () => {
    const rounds = trials(3, 50, 500);
    await system.worker.stop();
    const broker = await system.as('broker1');
    const accepted: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const policy = await aPolicy(broker, 'axa', { email: `backwards.${round}@example.com` });
      must(await broker.post(`/policies/${policy.id}/cancel`, { reason: 'changed their mind' }), 200);
      accepted.push(policy.quote_id);
    }
    await system.query(
      `UPDATE event_delivery SET next_at = timestamptz '2001-01-01' - make_interval(secs => e.id)
       FROM event_store e WHERE e.event_id = event_delivery.event_id`,
    );
    await system.worker.start();
    await system.quiet(600);
    expect(await system.query('SELECT DISTINCT status FROM prospect')).toEqual([{ status: 'policy_signed' }]);
    expect(await checkInvariants(system, { accepted })).toEqual([]);
    report({ fault: 'reversed order', trials: rounds, violations: 0 });
  });

  it('committed later than what got a later place: none is passed over', async () => {
    const rounds = trials(3, 50, 500);
    const broker = await system.as('broker1');
    await system.query(
      `CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.2); RETURN NEW; END $$`,
    );
    await system.query(
      `CREATE TRIGGER linger BEFORE INSERT ON event_delivery FOR EACH ROW WHEN (NEW.event_type = 'PolicyCreated') EXECUTE FUNCTION linger()`,
    );
    const accepted: number[] = [];
    let overtaken = 0;
    for (let round = 0; round < rounds; round += 1) {
      const quote = quoteOf(
        await aComparison(broker, await aProspect(broker, { email: `late.${round}@example.com` })),
        'axa',
      );
      const accept = broker.post(`/policies/${quote}/accept`);
      const progress = { done: false };
      void accept.finally(() => (progress.done = true));
      for (let other = 0; !progress.done; other += 1)
        await aProspect(broker, { email: `early.${round}.${other}@example.com` });
      must(await accept, 201);
      accepted.push(quote);
      const [{ count }] = await system.query(
        `SELECT count(*)::int AS count FROM event_store late JOIN event_store early ON early.id > late.id AND early.event_type = 'ProspectCreated'
         JOIN event_delivery given ON given.event_id = early.event_id
         WHERE late.event_type = 'PolicyCreated' AND late.data ->> 'quote_id' = $1`,
        [String(quote)],
      );
      overtaken += count;
    }
    await system.query('DROP TRIGGER linger ON event_delivery');
    expect(overtaken).toBeGreaterThan(0);
    await system.quiet(600);
    expect(await checkInvariants(system, { accepted })).toEqual([]);
    report({
      fault: 'commit-order gap',
      trials: rounds,
      violations: 0,
      note: `${overtaken} events overtook one that committed later`,
    });
  });

  it("that make no sense are dead at once, told to the admins, and stand in nobody's way", async () => {
    const rounds = trials(1, 3, 25);
    for (let round = 0; round < rounds; round += 1) {
      await append(99, 2_000_000_000 + round);
      await append(1, 2_100_000_000 + round);
    }
    const policy = await aPolicy(await system.as('broker1'), 'axa', { email: 'after.the.poison@example.com' });
    await system.quiet(120);
    const dead = await system.query(
      `SELECT last_error, attempts FROM event_delivery WHERE status = 'dead' AND aggregate_type = 'poison' AND subscriber = 'policy-creation'`,
    );
    expect(dead).toHaveLength(2 * rounds);
    for (const { attempts, last_error } of dead)
      expect([attempts, last_error]).toEqual([1, expect.stringMatching(/event schema 99 is not known|not_found/)]);
    const [{ mailed }] = (await system.query(
      `SELECT count(*)::int AS mailed FROM mail WHERE template = 'delivery-died' AND status = 'sent'`,
    )) as [{ mailed: number }];
    const [{ died }] = (await system.query(
      `SELECT count(*)::int AS died FROM event_delivery WHERE status = 'dead'`,
    )) as [{ died: number }];
    expect(mailed).toBe(died);
    expect(await checkInvariants(system, { accepted: [policy.quote_id] })).toEqual([]);
    report({ fault: 'poison event', trials: 2 * rounds, violations: 0, note: 'dead at the first try' });
  });

  /** A well-chained acceptance that nobody can act on: of a later build, or of a quote that never was. */
  async function append(schema_version: number, quote: number): Promise<void> {
    const event = {
      event_id: randomUUID(),
      event_type: 'QuoteAccepted',
      aggregate_type: 'poison',
      aggregate_id: String(quote),
      version: 1,
      data: { accepted_by: 1 },
      metadata: { source: 'worker', correlation_id: 'poison', user_id: null },
      schema_version,
      occurred_at: '2026-11-25T10:00:00.000Z',
    };
    await system.query(
      `INSERT INTO event_store (event_id, event_type, aggregate_type, aggregate_id, version, data, metadata, schema_version, occurred_at, prev_hash, hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', decode($10, 'hex'))`,
      [...Object.values(event), hashOf('', event as never)],
    );
    for (const subscriber of SUBSCRIPTIONS.subscribersOf(event.event_type, event.aggregate_type)) {
      await system.query(
        `INSERT INTO event_delivery (event_id, subscriber, event_type, aggregate_type, aggregate_id, version) VALUES ($1, $2, $3, $4, $5, $6)`,
        [event.event_id, subscriber, event.event_type, event.aggregate_type, event.aggregate_id, event.version],
      );
    }
  }
});
