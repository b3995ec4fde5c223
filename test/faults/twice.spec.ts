import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { addJobs } from '../support/add-jobs.js';
import { trials } from '../support/fault-report.js';
import { checkInvariants } from '../support/invariants.js';
import { aComparison, aPolicy, aProspect, quoteOf } from '../support/journey.js';
import { Program } from '../support/program.js';
import { BACKENDS, System } from '../support/system.js';

jest.setTimeout(180_000);

const COPIES = trials(20, 100, 100);
const TABLES = ['event_store', 'event_delivery', 'policy', 'commission', 'contract', 'mail', 'activity'];

/** Deliveries and jobs that come again and again, to two workers at once. */
describe.each(BACKENDS)('everything delivered twice, queues on %s', (backend) => {
  let system: System;
  let second: Program;

  beforeAll(async () => {
    system = await System.start({ backend });
    second = await new Program('worker.js', system.environment).start();
    const broker = await system.as('broker1');
    await aPolicy(broker, 'axa');
    await aPolicy(broker, 'generali', { email: 'lucia.bianchi@example.com', last_name: 'Bianchi' });
    await system.quiet(120);
  });
  afterAll(async () => {
    await second?.stop();
    await system?.stop();
  });

  const counts = async () =>
    Object.fromEntries(
      await Promise.all(
        TABLES.map(async (table) => [table, Number((await system.query(`SELECT count(*) AS n FROM ${table}`))[0].n)]),
      ),
    );

  it('changes nothing when every delivery is due again', async () => {
    const before = await counts();
    await system.query(`UPDATE event_delivery SET status = 'pending', forwards = 0, next_at = clock_timestamp()`);
    await system.quiet(120);
    expect(await counts()).toEqual(before);
    expect(await checkInvariants(system)).toEqual([]);
  });

  it(`changes nothing when every job comes ${COPIES} times under other ids`, async () => {
    const before = await counts();
    await system.query(
      `UPDATE event_delivery SET status = 'pending', forwards = 0, next_at = clock_timestamp() + interval '1 hour'`,
    );
    const deliveries = await system.query('SELECT event_id, subscriber FROM event_delivery');
    for (const [subscriber, owed] of Map.groupBy(deliveries, (one) => one.subscriber as string)) {
      await addJobs(
        system,
        subscriber,
        owed.map(({ event_id }) => event_id as string),
        COPIES,
      );
    }
    await system.quiet(120);
    await system.idle(120);
    expect(await counts()).toEqual(before);
    expect(await checkInvariants(system)).toEqual([]);
  });
});

describe('50 accepts of one quote at once', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start();
  });
  afterAll(() => system?.stop());

  it('make one policy: 1 × 201, 49 × 409 that name it', async () => {
    const broker = await system.as('broker1');
    const quote = quoteOf(await aComparison(broker, await aProspect(broker)), 'axa');
    const answers = await Promise.all(Array.from({ length: 50 }, () => broker.post(`/policies/${quote}/accept`)));
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 49 }, () => 409)]);
    for (const { status, body } of answers)
      if (status === 409) expect(body).toMatchObject({ code: 'quote_not_open', status: 409, quote_status: 'accepted' });
    await system.quiet(120);
    expect(await checkInvariants(system, { accepted: [quote] })).toEqual([]);
  });
});
