import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { checkInvariants } from '../support/invariants.js';
import { aPolicy } from '../support/journey.js';
import { RedisServer } from '../support/redis-server.js';
import { System } from '../support/system.js';
import { Barrier } from './support/barrier.js';

jest.setTimeout(300_000);

/** Redis may forget everything and vanish at any moment: the record is elsewhere. */
(process.env.TEST_REDIS_URL ? describe : describe.skip)('a Redis that cannot be relied on', () => {
  let redis: RedisServer;
  let system: System;

  beforeAll(async () => {
    redis = (await RedisServer.start())!;
    system = await System.start({ environment: { REDIS_URL: redis.url } });
  });
  afterAll(async () => {
    await system?.stop();
    await redis?.stop();
  });

  /** Policies signed one after another; answers their quotes. */
  async function sign(count: number): Promise<number[]> {
    const broker = await system.as('broker1');
    const accepted: number[] = [];
    for (let index = 0; index < count; index += 1) accepted.push((await aPolicy(broker, 'axa')).quote_id);
    return accepted;
  }

  const health = async () => {
    const { status, body } = await system.anonymous().get('/health/ready');
    return { code: status, ...body };
  };
  const OK = { code: 200, status: 'ok', checks: { postgres: 'up', redis: 'up' } };

  it('loses nothing when it is emptied again and again under load', async () => {
    const [accepted] = await Promise.all([
      sign(6),
      (async () => {
        for (let times = 0; times < 6; times += 1) {
          await redis.ask((one) => one.flushall());
          await new Promise((resolve) => setTimeout(resolve, 700));
        }
      })(),
    ]);
    await system.quiet(180);
    await system.idle();
    expect(await checkInvariants(system, { accepted })).toEqual([]);
  });

  it('is found emptied, and what waited in it is due again at once', async () => {
    await system.worker.stop();
    const accepted = await sign(1);
    await system.query(`UPDATE event_delivery SET status = 'forwarded', forwards = 9, next_at = clock_timestamp() + interval '1 hour'
      WHERE status = 'pending'`);
    await redis.ask((one) => one.flushall());
    await system.worker.start();
    await system.quiet(60);
    expect(system.worker.output).toContain('Redis has lost its data');
    expect(await checkInvariants(system, { accepted })).toEqual([]);
  });

  it('is found emptied while somebody works on what waited in it: the rest is due again all the same', async () => {
    await system.worker.stop();
    const accepted = await sign(1);
    await system.query(`UPDATE event_delivery SET status = 'forwarded', forwards = 9, next_at = clock_timestamp() + interval '1 hour'
      WHERE status = 'pending'`);
    const barrier = await Barrier.raise(
      system,
      `SELECT FROM event_delivery WHERE event_type = 'PolicyCreated' AND subscriber = 'activity' AND status = 'forwarded' FOR UPDATE`,
    );
    const open = () =>
      system.query(
        `SELECT event_type, subscriber, status FROM event_delivery WHERE status IN ('pending', 'forwarded')`,
      );
    try {
      await redis.ask((one) => one.flushall());
      await system.worker.start();
      await eventually(
        async () =>
          expect(await open()).toEqual([{ event_type: 'PolicyCreated', subscriber: 'activity', status: 'forwarded' }]),
        60,
      );
    } finally {
      await barrier.fall();
    }
    await system.query(`UPDATE event_delivery SET next_at = clock_timestamp() WHERE status = 'forwarded'`);
    await system.quiet(60);
    expect(await checkInvariants(system, { accepted })).toEqual([]);
  });

  it('is killed under load and stays away: policies are issued and fulfilled without it', async () => {
    await eventually(async () => expect(await health()).toEqual(OK));
    const before = sign(1);
    await redis.kill();
    expect(await health()).toEqual({ code: 200, status: 'degraded', checks: { postgres: 'up', redis: 'down' } });
    const accepted = [...(await before), ...(await sign(2))];
    await system.quiet(120);
    const lines = system.worker.output.split('\n').filter((line) => line.includes('Redis does not answer'));
    expect(lines).toHaveLength(1);
    expect(system.worker.output).not.toContain('ECONNREFUSED');

    await redis.run();
    await eventually(async () => expect(system.worker.output).toContain('Redis answers again'));
    await eventually(async () => expect(await health()).toEqual(OK));
    accepted.push(...(await sign(1)));
    await system.quiet(120);
    await system.idle();
    expect(await checkInvariants(system, { accepted })).toEqual([]);
  });

  it('swallows every call: deliveries go on without it', async () => {
    redis.freeze();
    const told = await Promise.all(Array.from({ length: 20 }, health));
    expect(new Set(told.map(({ code, status, checks }) => `${code} ${status} ${checks.redis}`))).toEqual(
      new Set(['200 degraded down']),
    );
    const accepted = await sign(2);
    await system.quiet(120);
    redis.thaw();
    await eventually(async () => expect(await health()).toEqual(OK));
    accepted.push(...(await sign(1)));
    await system.quiet(120);
    await system.idle();
    expect(await checkInvariants(system, { accepted })).toEqual([]);
  });

  it('is full: policies are issued, and fulfilled as soon as there is room', async () => {
    await redis.ask((one) => one.config('SET', 'maxmemory', '1'));
    const accepted = await sign(2);
    await eventually(async () => expect(system.worker.output).toContain('OOM'));
    await redis.ask((one) => one.config('SET', 'maxmemory', '0'));
    await system.quiet(120);
    await system.idle();
    expect(await checkInvariants(system, { accepted })).toEqual([]);
  });

  it('is away when the worker boots, and when it stops', async () => {
    await system.worker.stop();
    await redis.kill();
    await system.worker.start();
    const accepted = await sign(1);
    await system.quiet(120);
    await system.worker.stop();
    expect(await system.worker.ended()).toBe(0);
    await redis.run();
    await system.worker.start();
    await system.quiet();
    expect(await checkInvariants(system, { accepted })).toEqual([]);
  });
});
