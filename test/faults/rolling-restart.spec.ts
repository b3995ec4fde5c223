import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client, type Answer, type RequestOptions } from '../support/client.js';
import { CopiedProgram } from '../support/copied-program.js';
import { eventually } from '../support/eventually.js';
import { checkInvariants } from '../support/invariants.js';
import { aComparison, aProspect, must, quoteOf } from '../support/journey.js';
import { nodeProgram, Program } from '../support/program.js';
import { System } from '../support/system.js';

jest.setTimeout(600_000);

/** What the new version has more: a subscriber, and one fact in a shape of its own. */
const SAGA = `
import { QUOTE_ACCEPTED } from '../../modules/quotes/index.js';
import { Reacts, Saga, Subscriber } from '../../queues/saga.js';
export class GreetingSaga extends Saga {
  async greet(event) { return { channel: event.data.channel, schema_version: event.schema_version }; }
}
Reacts(QUOTE_ACCEPTED)(GreetingSaga.prototype, 'greet');
Subscriber('greeting')(GreetingSaga);
`;

/** Goes to a process that is there, one after the other; one that is just leaving is asked again elsewhere, under the same key. */
class FollowingClient extends Client {
  override async send(method: string, path: string, body: unknown, options: RequestOptions = {}): Promise<Answer> {
    const keyed = {
      headers: { ...options.headers, ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}) },
    };
    try {
      return await super.send(method, path, body, keyed);
    } catch {
      return super.send(method, path, body, keyed);
    }
  }
}

/** Old and new side by side, under load: nothing is lost, and nobody is turned away. */
describe('a new version', () => {
  let next: CopiedProgram;
  let system: System;
  let apis: Program[];
  let workers: Program[];
  const started: Program[] = [];
  const accepted: number[] = [];

  const boot = async (file: 'main.js' | 'worker.js', programs?: string): Promise<Program> => {
    const program = await new Program(file, system.environment, programs).start();
    started.push(program);
    return program;
  };
  const results = () =>
    system.query(
      `SELECT result, count(*)::int AS count FROM event_delivery WHERE subscriber = 'greeting' GROUP BY 1 ORDER BY 1`,
    );
  /** Answers what the operator is told. */
  const backfill = () =>
    execFileSync(nodeProgram, [`${next.programs}/backfill.js`, '--subscriber', 'greeting'], {
      env: { ...process.env, ...system.environment },
      encoding: 'utf8',
    });

  beforeAll(async () => {
    next = await CopiedProgram.make();
    await next.plant('sagas/greeting/greeting.saga.js', SAGA);
    await next.append('sagas/queues.js', `QUEUES['greeting'] = { on: [QUOTE_ACCEPTED], attempts: 3 };`);
    await next.append(
      'modules/quotes/quote.events.js',
      `QUOTE_ACCEPTED.upcasters.push((data) => ({ ...data, channel: 'unknown' }));`,
    );
    await next.change(
      'modules/quotes/quote.js',
      'accepted_by: acceptedBy, ...terms',
      `accepted_by: acceptedBy, ...terms, channel: 'office'`,
    );
    system = await System.start();
    [apis, workers] = [
      [system.api, await boot('main.js')],
      [system.worker, await boot('worker.js')],
    ];
    await next.migrate(system);
    await system.as('admin');
  });
  afterAll(async () => {
    await Promise.all(started.map((program) => program.stop()));
    await system?.stop();
    await next?.remove();
  });

  /** Signs about two policies a second until told to stop; a request that fails ends it. */
  async function sign(stop: AbortSignal, who: number): Promise<void> {
    let turn = who;
    const { token } = await system.as('broker1');
    const broker = new FollowingClient(() => apis[(turn += 1) % apis.length]!.url, token);
    for (let round = 0; !stop.aborted; round += 1) {
      const quote = quoteOf(
        await aComparison(broker, await aProspect(broker, { email: `p${who}.${round}@example.com` })),
        'axa',
      );
      must(await broker.post(`/policies/${quote}/accept`), 201);
      accepted.push(quote);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  /** Puts a process of the new version in the place of each, one by one: first the new one, then off with the old. */
  async function replace(programs: Program[], file: 'main.js' | 'worker.js'): Promise<void> {
    for (const old of [...programs]) {
      programs.push(await boot(file, next.programs));
      programs.splice(programs.indexOf(old), 1);
      const before = accepted.length;
      await old.stop();
      expect(await old.ended()).toBe(0);
      await eventually(async () => expect(accepted.length).toBeGreaterThan(before), 60);
    }
  }

  it("takes the old one's place under load, process by process: no request fails, nothing is lost", async () => {
    const stop = new AbortController();
    const load = Promise.all([sign(stop.signal, 0), sign(stop.signal, 1)]);
    // Those who read first: an old worker knows nothing of a fact's new shape, a new one still reads the old.
    const replaced = replace(workers, 'worker.js')
      .then(() => replace(apis, 'main.js'))
      .finally(() => stop.abort());
    await Promise.all([load, replaced]);
    await system.quiet(240);
    expect(await checkInvariants(system, { accepted })).toEqual([]);
    const written = await system.query(
      `SELECT schema_version, data ? 'channel' AS told FROM event_store WHERE event_type = 'QuoteAccepted' GROUP BY 1, 2 ORDER BY 1`,
    );
    expect(written).toEqual([
      { schema_version: 1, told: false },
      { schema_version: 2, told: true },
    ]);
    expect(await system.query(`SELECT 1 FROM event_delivery WHERE status <> 'done'`)).toEqual([]);
  });

  it('owes its new subscriber the past as well, which back-filling brings once, read in the new shape', async () => {
    const [{ old }] = await system.query(
      `SELECT count(*)::int AS old FROM event_store WHERE event_type = 'QuoteAccepted' AND schema_version = 1`,
    );
    expect(await results()).toEqual([
      { result: { channel: 'office', schema_version: 2 }, count: accepted.length - old },
    ]);
    expect(backfill()).toContain(`${old} deliveries made for greeting`);
    await system.quiet(120);
    expect(await results()).toEqual([
      { result: { channel: 'office', schema_version: 2 }, count: accepted.length - old },
      { result: { channel: 'unknown', schema_version: 2 }, count: old },
    ]);
    expect(backfill()).toContain('0 deliveries made for greeting');
    expect(await checkInvariants(system, { accepted })).toEqual([]);
  });

  it('whose facts come to an old worker: dead at once and with the reason, what only the new one knows left alone', async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    const old = await boot('worker.js');
    const broker = new Client(() => apis[0]!.url, (await system.as('broker1')).token);
    const quote = quoteOf(
      await aComparison(broker, await aProspect(broker, { email: 'rolled.back@example.com' })),
      'axa',
    );
    must(await broker.post(`/policies/${quote}/accept`), 201);
    const open = () =>
      system.query(`SELECT event_id, subscriber, status, attempts, forwards, last_error FROM event_delivery
      WHERE status IN ('pending', 'forwarded', 'dead') ORDER BY subscriber`);
    await eventually(
      async () =>
        expect((await open()).map(({ subscriber, status }) => `${subscriber} ${status}`)).toEqual([
          'activity dead',
          'greeting pending',
          'policy-creation dead',
        ]),
      120,
    );
    const [activity, greeting, creation] = await open();
    for (const dead of [activity, creation])
      expect(dead).toMatchObject({ attempts: 1, last_error: 'event schema 2 is not known here' });
    expect(greeting).toMatchObject({ attempts: 0, forwards: 0 });

    await boot('worker.js', next.programs);
    await old.stop();
    const admin = new Client(() => apis[0]!.url, (await system.as('admin')).token);
    for (const { event_id, subscriber } of [activity, creation]) {
      must(
        await admin.post(`/operations/dead-letters/${event_id}/${subscriber}/redrive`, {
          reason: 'the new version reads it',
        }),
        200,
      );
    }
    await system.quiet(120);
    expect(await system.query(`SELECT 1 FROM event_delivery WHERE status <> 'done'`)).toEqual([]);
    expect(await checkInvariants(system, { accepted: [...accepted, quote] })).toEqual([]);
  });
});
