import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { checkInvariants } from '../support/invariants.js';
import { aPolicy } from '../support/journey.js';
import { RedisCluster } from '../support/redis-cluster.js';
import { fromProspectToSignedPolicy } from '../support/signed-policy.js';
import { System } from '../support/system.js';

jest.setTimeout(180_000);

(process.env.TEST_REDIS_URL ? describe : describe.skip)('a Redis Cluster of three nodes', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = (await RedisCluster.start())!;
  });
  afterAll(() => cluster?.stop());

  describe('behind two of each', () => {
    fromProspectToSignedPolicy(() => System.start({ processes: 2, environment: { REDIS_URL: cluster.url } }));
  });

  describe('that cannot be relied on', () => {
    let system: System;
    beforeAll(async () => {
      await cluster.flush();
      system = await System.start({ environment: { REDIS_URL: cluster.url } });
    });
    afterAll(() => system?.stop());

    const sign = async () => (await aPolicy(await system.as('broker1'))).quote_id as number;

    it('is found emptied, and what waited in it is due again at once', async () => {
      const accepted = [await sign()];
      await system.quiet();
      await system.worker.stop();
      accepted.push(await sign());
      await system.query(`UPDATE event_delivery SET status = 'forwarded', forwards = 9, next_at = clock_timestamp() + interval '1 hour'
        WHERE status = 'pending'`);
      await cluster.flush();
      await system.worker.start();
      await system.quiet();
      expect(system.worker.output).toContain('Redis has lost its data');
      expect(await checkInvariants(system, { accepted })).toEqual([]);
    });

    it('answers nothing: policies are issued and fulfilled without it, and with it once it is back', async () => {
      cluster.freeze();
      const accepted = [await sign()];
      try {
        await system.quiet();
        expect(system.worker.output).toContain('Redis does not answer');
      } finally {
        cluster.thaw();
      }
      await eventually(async () => expect(system.worker.output).toContain('Redis answers again'));
      accepted.push(await sign());
      await system.quiet();
      expect(await checkInvariants(system, { accepted })).toEqual([]);
    });
  });
});
