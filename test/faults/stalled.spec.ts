import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { BLOCKABLE, blockLoop } from '../support/blocked-loop.js';
import { eventually } from '../support/eventually.js';
import { report, trials } from '../support/fault-report.js';
import { checkInvariants } from '../support/invariants.js';
import { aPolicy } from '../support/journey.js';
import { browsersOf } from '../support/processes.js';
import { BACKENDS, System } from '../support/system.js';

jest.setTimeout(3_600_000);

/** Longer than a job's lock holds (10 s), so that another worker takes over what this one goes on with afterwards. */
const LONGER_THAN_A_LOCK = 13_000;

/** Preloaded into a process: its own clock goes wrong, the database's does not. */
const clockOff = (hours: number) => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
    `const Real=Date,off=${hours}*3600000;globalThis.Date=class extends Real{constructor(...a){a.length?super(...a):super(Real.now()+off)}static now(){return Real.now()+off}};`,
  )}`,
});

/** Workers that are there and do not work, or do not know what time it is. */
describe('a worker that stalls', () => {
  let system: System;
  let signed = 0;

  beforeAll(async () => {
    system = await System.start({ backend: BACKENDS.at(-1), workers: 3, environment: BLOCKABLE });
  });
  afterAll(() => system?.stop());

  /** Policies whose mails and contracts are under way when this resolves. */
  async function sign(count: number): Promise<number[]> {
    const quotes: number[] = [];
    for (let index = 0; index < count; index += 1) {
      quotes.push(
        (await aPolicy(await system.as('broker1'), 'axa', { email: `stalled.${(signed += 1)}@example.com` })).quote_id,
      );
    }
    return quotes;
  }

  it('stopped (SIGSTOP), and another with a blocked loop, beyond their locks: what they go on with is done once', async () => {
    const rounds = trials(1, 3, 25);
    const [stopped, blocked] = system.workers;
    const accepted: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      accepted.push(...(await sign(3)));
      stopped.signal('SIGSTOP');
      const [more] = await Promise.all([
        sign(2),
        blockLoop(blocked!, LONGER_THAN_A_LOCK),
        pause(LONGER_THAN_A_LOCK).then(() => stopped.signal('SIGCONT')),
      ]);
      accepted.push(...more);
    }
    await system.quiet(240);
    await system.idle();
    expect(await checkInvariants(system, { accepted })).toEqual([]);
    report({ fault: 'stalled worker (blocked loop, SIGSTOP)', trials: 2 * rounds, violations: 0 });
  });

  it("with a clock 26 hours ahead, beside one 26 hours behind: the company's time is the database's", async () => {
    const [ahead, behind, third] = system.workers;
    await Promise.all([
      third!.stop(),
      ahead.stop().then(() => ahead.start(clockOff(26))),
      behind!.stop().then(() => behind!.start(clockOff(-26))),
    ]);
    const rounds = trials(2, 2, 25);
    const accepted = await sign(rounds);
    await system.quiet(240);
    await system.idle();
    const [{ today }] = (await system.query(
      `SELECT (company_now() AT TIME ZONE 'Europe/Rome')::date::text AS today`,
    )) as [{ today: string }];
    for (const { occurred_at, done_at } of await system.query(
      'SELECT occurred_at, done_at FROM event_store JOIN event_delivery USING (event_id)',
    )) {
      for (const instant of [occurred_at, done_at])
        expect(Math.abs(new Date(instant).getTime() - Date.now())).toBeLessThan(13 * 3_600_000);
    }
    expect((await system.query('SELECT DISTINCT start_date FROM policy')).map((row) => row.start_date)).toEqual([
      today,
    ]);
    expect(await system.query(`SELECT id FROM quote WHERE status = 'expired'`)).toEqual([]);
    expect(await checkInvariants(system, { accepted })).toEqual([]);
    report({
      fault: 'clock skew ± 26 h',
      trials: rounds,
      violations: 0,
      note: "in two workers at once; the database's clock is right",
    });
  });

  it('without its browser, killed at work, takes another', async () => {
    const [worker, ...others] = system.workers;
    await Promise.all(others.map((one) => one.stop()));
    const rounds = trials(2, 2, 50);
    const accepted: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      accepted.push(...(await sign(2)));
      const [browser] = await eventually(async () => {
        const browsers = browsersOf(worker.pid);
        if (browsers.length === 0) throw new Error('no browser runs');
        return browsers;
      });
      process.kill(browser!, 'SIGKILL');
    }
    await system.quiet(240);
    expect(await checkInvariants(system, { accepted })).toEqual([]);
    report({ fault: 'Chromium killed', trials: rounds, violations: 0 });
  });

  // It takes the half minute after which a browser counts as hung, so `npm test` leaves it to the long run.
  const hangs = trials(0, 2, 5);
  (hangs > 0 ? it : it.skip)(`with a hung browser ends it and takes another, ${hangs} times`, async () => {
    const { worker } = system;
    for (let round = 0; round < hangs; round += 1) {
      const browsers = browsersOf(worker.pid);
      for (const browser of browsers) process.kill(-browser, 'SIGSTOP');
      const broker = await system.as('broker1');
      const policy = await aPolicy(broker, 'axa', { email: `hung.${round}@example.com` });
      await system.quiet(240);
      expect(browsersOf(worker.pid).filter((pid) => browsers.includes(pid))).toEqual([]);
      expect((await broker.get(`/policies/${policy.id}/pdf`)).status).toBe(200);
    }
    report({ fault: 'Chromium hung', trials: hangs, violations: 0 });
  });
});
