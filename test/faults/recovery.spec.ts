import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { report, trials } from '../support/fault-report.js';
import { checkInvariants } from '../support/invariants.js';
import { aPolicy } from '../support/journey.js';
import { RedisServer } from '../support/redis-server.js';
import { BACKENDS, System } from '../support/system.js';

jest.setTimeout(3_600_000);

/** How long it takes until all is well again. The figures go to the report of `npm run faults`; here it must happen at all. */
describe.each(BACKENDS.slice(-trials(1, 2, 2)))('recovery, queues on %s', (backend) => {
  let redis: RedisServer | undefined;
  let system: System;

  beforeAll(async () => {
    redis = backend === 'redis' ? await RedisServer.start() : undefined;
    system = await System.start({ workers: 2, environment: { REDIS_URL: redis?.url ?? '' } });
  });
  afterAll(async () => {
    await system?.stop();
    await redis?.stop();
  });

  it("after a worker's death at work: another does what it had begun", async () => {
    const [mortal] = system.workers;
    const recoveries: number[] = [];
    const accepted: number[] = [];
    for (let trial = 0; trial < trials(1, 6, 20); trial += 1) {
      await mortal.stop();
      await mortal.start({ FAILPOINTS: 'delivery.effect@commission-calculation' });
      const death = { at: 0 };
      const end = mortal.ended().then(() => (death.at = Date.now()));
      // Either worker may get a policy's job; sooner or later it is the mortal one.
      while (!death.at)
        accepted.push(
          (await aPolicy(await system.as('broker1'), 'axa', { email: `killed.${accepted.length}@example.com` }))
            .quote_id,
        );
      await end;
      const [{ owed }] = (await system.query(
        `SELECT array_agg(event_id) AS owed FROM event_delivery WHERE subscriber = 'commission-calculation' AND status <> 'done'`,
      )) as [{ owed: string[] | null }];
      await system.quiet(120);
      const [last] = await system.query(
        `SELECT max(done_at) AS at FROM event_delivery WHERE subscriber = 'commission-calculation' AND event_id = ANY($1)`,
        [owed ?? []],
      );
      expect(owed).not.toBeNull();
      recoveries.push(new Date(last!.at).getTime() - death.at);
    }
    await system.idle();
    expect(await checkInvariants(system, { accepted })).toEqual([]);
    report({
      fault: `retry after a killed worker, ${backend}`,
      trials: recoveries.length,
      violations: 0,
      recoveries,
      note: 'from its death to the effect by another',
    });
  });

  if (backend === 'redis')
    it('after FLUSHALL: what waited is back', async () => {
      const recoveries: number[] = [];
      const accepted = [(await aPolicy(await system.as('broker1'), 'axa', { email: 'flushed@example.com' })).quote_id];
      await system.quiet(120);
      for (let trial = 0; trial < trials(3, 20, 100); trial += 1) {
        // Everything is owed once more and, so PostgreSQL believes, waits in Redis.
        await system.query(
          `UPDATE event_delivery SET status = 'forwarded', forwards = 9, next_at = clock_timestamp() + interval '1 hour'`,
        );
        const flushed = Date.now();
        await redis!.ask((one) => one.flushall());
        await system.quiet(60);
        recoveries.push(Date.now() - flushed);
      }
      await system.idle();
      expect(await checkInvariants(system, { accepted })).toEqual([]);
      report({
        fault: 'back after FLUSHALL',
        trials: recoveries.length,
        violations: 0,
        recoveries,
        note: 'until every waiting delivery was done',
      });
    });

  if (backend === 'redis')
    it('while Redis is down: policies are issued, and fulfilled without it', async () => {
      const seconds = trials(15, 60, 60);
      await redis!.kill();
      const end = Date.now() + seconds * 1000;
      const accepted: number[] = [];
      while (Date.now() < end || accepted.length === 0) {
        accepted.push(
          (await aPolicy(await system.as('broker1'), 'axa', { email: `down.${accepted.length}@example.com` })).quote_id,
        );
        await pause(500);
      }
      await system.quiet(180);
      const [{ done }] = (await system.query(
        `SELECT count(*)::int AS done FROM contract JOIN policy ON policy.id = policy_id WHERE quote_id = ANY($1)`,
        [accepted],
      )) as [{ done: number }];
      expect(done).toBe(accepted.length);
      await redis!.run();
      await eventually(async () =>
        expect(system.workers.some((one) => one.output.includes('Redis answers again'))).toBe(true),
      );
      await system.idle();
      expect(await checkInvariants(system, { accepted })).toEqual([]);
      report({
        fault: `Redis down ${seconds} s`,
        trials: 1,
        violations: 0,
        note: `${accepted.length} policies issued meanwhile, ${done} contracts printed before it was back`,
      });
    });
});
