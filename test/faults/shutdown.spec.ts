import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { checkInvariants } from '../support/invariants.js';
import { aComparison, aProspect, quoteOf } from '../support/journey.js';
import { System } from '../support/system.js';
import { Barrier } from './support/barrier.js';

jest.setTimeout(300_000);

/** Unready, no more listening, what has begun finished, the workers closed, and an end in any case. */
describe('told to stop,', () => {
  let system: System | undefined;

  afterEach(async () => {
    await system?.stop();
    system = undefined;
  });

  const deliveryOf = async (prospectId: number) =>
    (
      await system!.query(
        `SELECT status, attempts, forwards FROM event_delivery WHERE subscriber = 'activity' AND aggregate_id = $1::text`,
        [prospectId],
      )
    )[0];

  it('an API is unready, then listens no more, and answers what it has begun', async () => {
    system = await System.start({ worker: false });
    const broker = await system.as('broker1');
    const quote = quoteOf(await aComparison(broker, await aProspect(broker)), 'axa');
    await system.query(
      `INSERT INTO number_series (series, last_number) VALUES ('policy-' || extract(year FROM clock_timestamp()), 0)`,
    );
    const number = await Barrier.raise(system, 'SELECT FROM number_series FOR UPDATE');
    const accepted = broker.post(`/policies/${quote}/accept`);
    await number.waits(1);
    const user = await Barrier.raise(system, `SELECT FROM app_user WHERE username = 'broker2' FOR UPDATE`);
    expect((await broker.post('/auth/password/forgot', { email: 'broker2@insurance-crm.example' })).status).toBe(202);
    await user.waits(1);
    expect((await broker.get('/health/ready')).status).toBe(200);

    system.api.signal('SIGTERM');
    await eventually(async () =>
      expect(await broker.get('/health/ready')).toMatchObject({ status: 503, body: { status: 'unavailable' } }),
    );
    expect((await broker.get('/health/live')).status).toBe(200);
    await user.fall();
    await eventually(async () => expect(broker.get('/health/live')).rejects.toThrow('fetch failed'));
    await number.fall();
    expect(await accepted).toMatchObject({ status: 201, body: { policy: { quote_id: quote } } });
    expect(await system.api.ended()).toBe(0);
    expect(
      await system.query(`SELECT 1 FROM event_store WHERE event_type = 'UserPasswordResetRequested'`),
    ).toHaveLength(1);
  });

  it('a worker takes nothing new, and finishes what it has begun', async () => {
    system = await System.start({ environment: { LOG_LEVEL: 'debug' } });
    const broker = await system.as('broker1');
    const barrier = await Barrier.raise(system, 'LOCK TABLE activity IN SHARE MODE');
    const begun = await aProspect(broker);
    await barrier.waits(1);
    system.worker.signal('SIGTERM');
    await eventually(async () => expect(system!.worker.output).toContain('no more deliveries are claimed'));
    const late = await aProspect(broker, { email: 'late@example.com' });
    await barrier.fall();
    expect(await system.worker.ended()).toBe(0);
    expect(await deliveryOf(begun)).toEqual({ status: 'done', attempts: 1, forwards: 1 });
    expect(await deliveryOf(late)).toEqual({ status: 'pending', attempts: 0, forwards: 0 });
  });

  it('a worker whose work never ends closes over its head, a process that cannot close ends all the same; the work is done elsewhere', async () => {
    const without = (wall: string) => ({ NODE_OPTIONS: '--import=./test/support/wall-down.mjs', WALL_DOWN: wall });
    system = await System.start({ worker: false, environment: without('close-hangs') });
    await system.worker.start(without('activity-hangs'));
    const prospect = await aProspect(await system.as('broker1'));
    await eventually(async () =>
      expect(await system!.query(`SELECT 1 FROM event_delivery WHERE status <> 'done'`)).toHaveLength(1),
    );
    for (const program of [system.api, system.worker]) program.signal('SIGTERM');
    expect(await Promise.all([system.api.ended(), system.worker.ended()])).toEqual([1, 0]);
    await system.worker.start({ NODE_OPTIONS: '', WALL_DOWN: '' });
    await system.quiet(120);
    expect(await deliveryOf(prospect)).toMatchObject({ status: 'done', attempts: 1 });
    expect(await checkInvariants(system)).toEqual([]);
  });
});
