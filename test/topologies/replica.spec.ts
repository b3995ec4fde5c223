import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { createDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { aProspect, must } from '../support/journey.js';
import { fromProspectToSignedPolicy } from '../support/signed-policy.js';
import { Standby } from '../support/standby.js';
import { System } from '../support/system.js';
import { TcpProxy } from '../support/tcp-proxy.js';

jest.setTimeout(120_000);

(process.platform === 'linux' ? describe : describe.skip)('two of each, lists from a streaming replica', () => {
  let standby: Standby;
  let road: TcpProxy;
  let system: System;
  beforeAll(async () => {
    standby = await Standby.start(process.env.TEST_DATABASE_ADMIN_URL!);
    road = await TcpProxy.start(standby.of(process.env.TEST_DATABASE_ADMIN_URL!));
  });

  fromProspectToSignedPolicy(async () => {
    const database = await createDatabase();
    // Tests run without it, and a commit that is answered before it is written cannot be waited for.
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET synchronous_commit = on`);
    await owner.end();
    system = await System.start({
      processes: 2,
      database,
      environment: { DATABASE_REPLICA_URL: road.through(standby.of(database.url)) },
    });
    return system;
  });
  afterAll(async () => {
    await road?.cut();
    await standby?.stop();
  });

  const listed = async () => {
    const broker = await system.as('broker1');
    return must(await broker.get('/prospects?limit=100'), 200).map((one: { id: number }) => one.id) as number[];
  };
  const readers = async () => {
    const [{ rows }] = (await standby.ask<{ rows: number }>(
      `SELECT sum(xact_commit)::int AS rows FROM pg_stat_database WHERE datname = '${new URL(system.database.url).pathname.slice(1)}'`,
    )) as [{ rows: number }];
    return rows;
  };

  it('reads them there', async () => {
    const before = await readers();
    for (let times = 0; times < 20; times += 1) await listed();
    await eventually(async () => expect(await readers()).toBeGreaterThan(before + 20));
  });

  it('shows everybody their own writes at once, whichever process they ask', async () => {
    const broker = await system.as('broker1');
    for (let times = 0; times < 20; times += 1) {
      const id = await aProspect(broker);
      expect(await listed()).toContain(id);
    }
  });

  it('shows them while the replica is late', async () => {
    await standby.ask('SELECT pg_wal_replay_pause()');
    const id = await aProspect(await system.as('broker1'));
    expect(await listed()).toContain(id);
    await standby.ask('SELECT pg_wal_replay_resume()');
  });

  it('reads them from the primary while the replica is away, and says so once', async () => {
    await road.cut();
    const id = await aProspect(await system.as('broker1'));
    for (let times = 0; times < 10; times += 1) expect(await listed()).toContain(id);
    const said = () => system.apis.map((api) => api.output.split('the replica cannot be used').length - 1);
    expect(said()).toEqual([1, 1]);
    await road.open();
    await eventually(async () => {
      await listed();
      for (const api of system.apis) expect(api.output).toContain('from the replica again');
    });
    expect(said()).toEqual([1, 1]);
  });

  it('never reads from a server that follows another database', async () => {
    const other = await createDatabase();
    const lost = await System.start({ worker: false, environment: { DATABASE_REPLICA_URL: other.url } });
    try {
      const broker = await lost.as('broker1');
      const id = await aProspect(broker);
      expect(must(await broker.get('/prospects'), 200).map((one: { id: number }) => one.id)).toEqual([id]);
      expect(lost.api.output).toContain('names another database');
    } finally {
      await lost.stop();
      await other.drop();
    }
  });
});
