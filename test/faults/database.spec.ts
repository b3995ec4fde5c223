import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { report, trials } from '../support/fault-report.js';
import { checkInvariants } from '../support/invariants.js';
import { aPolicy } from '../support/journey.js';
import { PostgresServer } from '../support/postgres-server.js';
import { System } from '../support/system.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { Keeper } from './support/keeper.js';
import { Sellers } from './support/sellers.js';

jest.setTimeout(3_600_000);

/** The record itself fails, while policies are being signed without a pause. */
describe('a database that fails under load', () => {
  let postgres: PostgresServer;
  let proxy: TcpProxy;
  let system: System;
  let worker: Keeper;

  beforeAll(async () => {
    postgres = await PostgresServer.start();
    proxy = await TcpProxy.start(postgres.url);
    system = await System.start({ proxy });
    // Queues in a PostgreSQL that has crashed may end the worker; `npm start` and containers start it again.
    worker = new Keeper(system.worker);
  });
  afterAll(async () => {
    await worker?.release();
    await system?.stop();
    await proxy?.cut();
    await postgres?.stop();
  });

  /** The next commits reach PostgreSQL and their answers get lost: three in a row, so that a retry meets it too. */
  async function loseCommits(): Promise<void> {
    proxy.commitsToLose = 3;
    await eventually(async () => expect(proxy.commitsToLose).toBe(0), 60);
  }

  it.each([
    ['PostgreSQL immediate crash and restart', trials(1, 2, 10), () => postgres.crash()],
    ['backends terminated', trials(3, 10, 100), () => postgres.endSessions()],
    ['COMMIT answer lost (proxy)', trials(4, 20, 500), loseCommits],
  ] as const)(
    '%s, %i times: what was acknowledged is there, what was not is known under its key',
    async (fault, times, fail) => {
      const sellers = new Sellers(system, () => false);
      const selling = Promise.all(['broker1', 'broker2', 'broker3'].map((broker) => sellers.sell(broker)));
      const failed: number[] = [];
      for (let trial = 0; trial < times; trial += 1) {
        const known = sellers.acknowledged;
        await eventually(async () => expect(sellers.acknowledged).toBeGreaterThan(known), 120);
        failed.push(Date.now());
        await fail();
      }
      await pause(500);
      sellers.close();
      await selling;
      await system.quiet(600);
      const { history, oddities } = sellers;
      expect(oddities.filter(({ status }) => status !== 503)).toEqual([]);
      expect(history.filter((one) => one.outcome !== 'ok')).toEqual([]);
      expect(await checkInvariants(system, { accepted: history.map((one) => one.quote) })).toEqual([]);
      const recoveries = failed.flatMap((at) =>
        history
          .filter((one) => one.ended > at)
          .slice(0, 1)
          .map((one) => one.ended - at),
      );
      report({ fault, trials: times, violations: 0, recoveries, note: 'until the next accept is acknowledged' });
    },
  );

  it("does not hold deliveries up while somebody's transaction stays open", async () => {
    const seconds = trials(15, 60, 60);
    const forgotten = new pg.Client({ connectionString: system.database.ownerUrl });
    await forgotten.connect();
    await forgotten.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await forgotten.query('SELECT pg_current_xact_id()');
    const end = Date.now() + seconds * 1000;
    const signed = [];
    while (Date.now() < end || signed.length === 0) {
      signed.push(await aPolicy(await system.as('broker1'), 'axa', { email: `open.${signed.length}@example.com` }));
      await system.quiet(120);
    }
    // All of it is done, and the transaction is still open.
    const lags = await system.query(
      `SELECT extract(epoch FROM done_at - recorded_at)::float * 1000 AS lag FROM event_delivery JOIN event_store e USING (event_id)
       WHERE e.aggregate_type = 'policy' AND e.aggregate_id = ANY($1)`,
      [signed.map((policy) => String(policy.id))],
    );
    await forgotten.query('COMMIT');
    await forgotten.end();
    expect(await checkInvariants(system, { accepted: signed.map((policy) => policy.quote_id) })).toEqual([]);
    report({
      fault: `${seconds} s open transaction`,
      trials: signed.length,
      violations: 0,
      recoveries: lags.map((row) => row.lag),
      note: 'delivery lag of policies signed meanwhile',
    });
  });
});
