import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { checkInvariants } from '../support/invariants.js';
import { aComparison, aPolicy, aProspect, must, quoteOf } from '../support/journey.js';
import { Program } from '../support/program.js';
import { SmtpSink } from '../support/smtp-sink.js';
import { System } from '../support/system.js';
import { TcpProxy } from '../support/tcp-proxy.js';

jest.setTimeout(180_000);

/** What the system needs goes away and comes back. */
describe('an outage', () => {
  let system: System | undefined;
  let cleanUp: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    await system?.stop();
    system = undefined;
    for (const step of cleanUp) await step();
    cleanUp = [];
  });

  /** One delivery as it stands, once it has failed at least once. */
  const failed = (subscriber: string) =>
    eventually(async () => {
      const [delivery] = await system!.query('SELECT * FROM event_delivery WHERE subscriber = $1 AND attempts > 0', [
        subscriber,
      ]);
      if (!delivery?.last_error) throw new Error(`${subscriber} has not failed: ${JSON.stringify(delivery)}`);
      return delivery;
    });

  it('of the mail server holds the mails back and loses none', async () => {
    const sink = new SmtpSink();
    const url = await sink.start();
    await sink.stop();
    system = await System.start({ environment: { SMTP_URL: url } });
    await aProspect(await system.as('broker1'));
    expect(await failed('welcome-mail')).toMatchObject({
      status: 'pending',
      last_error: 'mail not sent, try again later: ECONNREFUSED',
    });

    const open = new SmtpSink();
    await open.start(Number(new URL(url).port));
    cleanUp.push(() => open.stop());
    await system.quiet(120);
    expect(open.recipients.sort()).toEqual(['marco.rossi@example.com']);
    expect(await checkInvariants(system)).toEqual([]);
  });

  /** A prospect of the admin's, made while the mail server knows none of the next recipients. */
  async function unknownRecipients(count: number): Promise<{ sink: SmtpSink; crm: System }> {
    const sink = new SmtpSink();
    sink.next(...Array<'refuse-recipient'>(count).fill('refuse-recipient'));
    cleanUp.push(() => sink.stop());
    const crm = await System.start({ environment: { SMTP_URL: await sink.start() }, worker: false });
    system = crm;
    await aProspect(await crm.as('admin'));
    await crm.worker.start();
    await crm.quiet();
    return { sink, crm };
  }

  it('of one recipient is told to the admins, once', async () => {
    const { sink, crm } = await unknownRecipients(1);
    const dead = await crm.query(`SELECT subscriber, last_error FROM event_delivery WHERE status = 'dead'`);
    expect(dead).toEqual([{ subscriber: 'welcome-mail', last_error: expect.any(String) }]);
    expect(dead[0].last_error).not.toContain('marco');
    const alerts = sink.mails.filter((mail) => (mail.to as any).text === 'admin@insurance-crm.example');
    expect(alerts).toHaveLength(1);
    expect(await checkInvariants(crm)).toEqual([]);
  });

  it("of an admin's own alert ends when an admin redrives it", async () => {
    const { sink, crm } = await unknownRecipients(2);
    const admin = await crm.as('admin');
    const dead = must(await admin.get('/operations/dead-letters'), 200) as { event_id: string; subscriber: string }[];
    expect(dead.map(({ subscriber }) => subscriber).sort()).toEqual(['admin-alert', 'welcome-mail']);
    const { event_id } = dead.find(({ subscriber }) => subscriber === 'admin-alert')!;
    must(
      await admin.post(`/operations/dead-letters/${event_id}/admin-alert/redrive`, {
        reason: 'the address is right again',
      }),
      200,
    );
    await crm.quiet();
    expect(sink.mails.map((mail) => (mail.to as any).text)).toEqual(['admin@insurance-crm.example']);
    const facts = await crm.query(
      `SELECT event_type, data->>'subscriber' AS about FROM event_store WHERE aggregate_type = 'delivery' ORDER BY id`,
    );
    expect(facts).toEqual([
      { event_type: 'DeliveryDied', about: 'welcome-mail' },
      { event_type: 'DeliveryRedriven', about: 'admin-alert' },
    ]);
    expect(await checkInvariants(crm)).toEqual([]);
  });

  /** A folder on a disk of 64 KB where one can be mounted, else a folder that is none. */
  async function fullDisk(folder: string): Promise<() => Promise<void>> {
    await mkdir(folder, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
      cleanUp.push(async () => execFileSync('umount', [folder]));
      return async () => void execFileSync('mount', ['-o', 'remount,size=20m', folder]);
    } catch {
      await rm(folder, { recursive: true });
      await writeFile(folder, '');
      return () => rm(folder);
    }
  }

  it("of the documents' disk fails the contract alone, until there is room", async () => {
    const folder = join('/tmp', `crm-full-${process.pid}`);
    const makeRoom = await fullDisk(folder);
    cleanUp.push(() => rm(folder, { recursive: true, force: true }));
    system = await System.start({ environment: { DOCUMENTS_DIR: join(folder, 'documents') } });
    const broker = await system.as('broker1');
    const policy = await aPolicy(broker);
    expect(await failed('contract-rendering')).toMatchObject({
      status: 'pending',
      last_error: expect.stringMatching(/No space is left|not usable/),
    });
    expect(must(await broker.get(`/policies/${policy.id}`), 200).status).toBe('active');
    const steps = must(await broker.get(`/policies/${policy.id}/fulfilment`), 200).steps;
    expect(steps.find((one: any) => one.step === 'contract')).toMatchObject({ status: 'pending' });
    expect(await broker.get(`/policies/${policy.id}/pdf`)).toMatchObject({ status: 503, body: { status: 503 } });

    await makeRoom();
    await system.quiet(150);
    expect((await broker.get(`/policies/${policy.id}/pdf`)).status).toBe(200);
    expect(await checkInvariants(system)).toEqual([]);
  });

  it.each(['main.js', 'worker.js'] as const)('of the database lets %s say so and end', async (file) => {
    system = await System.start({ worker: false });
    const closed = await TcpProxy.start(system.database.url);
    await closed.cut();
    const program = new Program(file, { ...system.environment, DATABASE_URL: closed.through(system.database.url) });
    await expect(program.start()).rejects.toThrow(/ended with [1-9]/);
    expect(program.output).toContain('PostgreSQL does not answer as DATABASE_URL says');
    expect(program.output).not.toMatch(/^\s+at /m);
    expect(program.output).not.toContain(new URL(system.database.url).password);
  });

  it('of the database answers 503 meanwhile, and everything goes on afterwards', async () => {
    const proxy = await TcpProxy.start(process.env.TEST_DATABASE_APP_URL!);
    cleanUp.push(() => proxy.cut());
    system = await System.start({ proxy });
    const broker = await system.as('broker1');
    const quote = quoteOf(await aComparison(broker, await aProspect(broker)), 'axa');
    await system.quiet();

    await proxy.cut();
    for (const answer of [
      await broker.get('/prospects'),
      await broker.post(`/policies/${quote}/accept`),
      await broker.get('/health/ready'),
    ]) {
      expect(answer.status).toBe(503);
      expect(JSON.stringify(answer.body)).not.toMatch(/ECONN|127\.0\.0\.1|crm_/);
    }
    expect((await broker.get('/health/live')).status).toBe(200);

    await proxy.open();
    const { policy } = await eventually(async () => must(await broker.post(`/policies/${quote}/accept`), 201));
    await system.quiet(120);
    expect(policy.quote_id).toBe(quote);
    expect(await checkInvariants(system, { accepted: [quote] })).toEqual([]);
    expect([system.api, system.worker].map((program) => /^\s+at .*pg-pool/m.test(program.output))).toEqual([
      false,
      false,
    ]);
  });

  it('of free connections lets the queues wait for one, and end when told to', async () => {
    system = await System.start();
    const broker = await system.as('broker1');
    const name = new URL(system.database.url).pathname.slice(1);
    const admin = new pg.Client({ connectionString: process.env.TEST_DATABASE_ADMIN_URL });
    await admin.connect();
    const endQueues = () =>
      admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'crm-queues'`,
        [name],
      );
    const waits = (times: number) =>
      eventually(async () =>
        expect(system!.worker.output.split('the queues wait for PostgreSQL: too many connections').length - 1).toBe(
          times,
        ),
      );
    try {
      await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT 1`);
      await endQueues();
      await waits(1);
      await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
      const policy = await aPolicy(broker);
      await system.quiet(120);
      expect(await checkInvariants(system, { accepted: [policy.quote_id] })).toEqual([]);

      await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT 1`);
      await endQueues();
      await waits(2);
      await system.worker.stop();
      expect(await system.worker.ended()).toBe(0);
    } finally {
      await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
      await admin.end();
    }
  });

  it("of the queues' schema ends the worker instead of letting it spin", async () => {
    system = await System.start({ worker: false });
    await system.query('DROP SCHEMA bullmq CASCADE');
    await system.worker.start().catch(() => undefined);
    expect(await system.worker.ended()).toBe(1);
    expect(system.worker.output).toContain('its queues cannot be used');
  });

  it('of single connections is not noticed at all by who waits for an answer', async () => {
    const proxy = await TcpProxy.start(process.env.TEST_DATABASE_APP_URL!);
    cleanUp.push(() => proxy.cut());
    system = await System.start({ proxy });
    const broker = await system.as('broker1');
    const accepted: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const quote = quoteOf(await aComparison(broker, await aProspect(broker)), 'axa');
      const answer = broker.post(`/policies/${quote}/accept`);
      proxy.reset();
      const { status } = await answer;
      // What is told 201 must be there; 503 leaves open whether it is, and the invariants hold either way.
      expect([201, 503]).toContain(status);
      if (status === 201) accepted.push(quote);
      await eventually(async () => must(await broker.get('/health/ready'), 200));
    }
    await system.quiet(120);
    expect(await checkInvariants(system, { accepted })).toEqual([]);
  });
});
