import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { runProgram } from '../support/database.js';
import { aComparison, aPolicy, aProspect } from '../support/journey.js';
import { dist, Program } from '../support/program.js';
import { System } from '../support/system.js';

jest.setTimeout(120_000);

/** A class of its own, which is all that a new reaction needs beside its line. */
const SAGA = `
import { Subscriber, Saga } from '../../queues/saga.js';
export class GreetingSaga extends Saga {
  async react(event) { return this.greetWhenPolicyCreated(event); }
  async greetWhenPolicyCreated(event) { return { greeted: event.data.policy_number }; }
}
Subscriber('greeting')(GreetingSaga);
`;
const LINE = `QUEUES['greeting'] = { on: ['PolicyCreated'], attempts: 3 };\n`;

/** How the system grows without being changed. */
describe('a new reaction', () => {
  let folder: string;
  let root: string;
  let system: System | undefined;

  /** A copy of the compiled program, to plant things in. */
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crm-copy-'));
    root = join(folder, 'dist');
    await cp(dist, root, { recursive: true });
    const project = dirname(dist);
    await symlink(join(project, 'node_modules'), join(folder, 'node_modules'));
    await cp(join(project, 'package.json'), join(folder, 'package.json'));
  });
  afterEach(async () => {
    await system?.end();
    system = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  const plant = async (file: string, content: string) => {
    await mkdir(dirname(join(root, 'src', file)), { recursive: true });
    await writeFile(join(root, 'src', file), content);
  };
  const plantLine = async (line = LINE) =>
    plant('queues/queues.js', `${await readFile(join(root, 'src/queues/queues.js'), 'utf8')}\n${line}`);

  it('is one class and one line', async () => {
    await plant('sagas/greeting/greeting.saga.js', SAGA);
    await plantLine();
    system = await System.start({ root, worker: false });
    // The queue's own place in the database is made by migrating, as at every start.
    await runProgram('migrate.js', { ...process.env, DATABASE_OWNER_URL: system.database.ownerUrl }, root);
    await system.worker.start();
    const policy = await aPolicy(await system.as('broker1'));
    await system.quiet();
    expect(await system.query(`SELECT status, result FROM event_delivery WHERE subscriber = 'greeting'`))
      .toEqual([{ status: 'done', result: { greeted: policy.policy_number } }]);
  });

  it.each([
    ['a queue without a saga', async () => plantLine(), 'queue greeting has no saga'],
    ['a saga without a queue', async () => plant('sagas/greeting/greeting.saga.js', SAGA), 'no line in queues.ts for greeting'],
    ['two sagas of one queue', async () => {
      await plantLine();
      await plant('sagas/greeting/greeting.saga.js', SAGA);
      await plant('sagas/greeting/welcome.saga.js', SAGA);
    }, 'queue greeting has two sagas'],
  ])('must be whole: the worker does not boot with %s', async (_, planted, complaint) => {
    await planted();
    system = await System.start({ worker: false });
    const worker = new Program('worker.js', system.environment, root);
    await expect(worker.start()).rejects.toThrow(/ended with [1-9]/);
    expect(worker.output).toContain(complaint);
    expect(worker.output).not.toMatch(/^\s+at /m);
  });
});

/** Providers are keys of the catalogue, not an enumeration. */
describe('a fifth provider', () => {
  let system: System | undefined;

  afterEach(() => system?.end());

  it('is data alone', async () => {
    system = await System.start({ worker: false });
    await system.api.stop();
    await system.query(`INSERT INTO provider
      SELECT version, 'aurora', 5, 'Aurora', 95, 230, 80, 80 FROM catalogue_version`);
    await system.query(`INSERT INTO product (version, provider, insurance_type, age_min, age_max, accepted_risk_categories, multiplier, maximum_coverage)
      SELECT version, 'aurora', 'life', 18, 90, '{low,medium,high}', 0.90, 900000 FROM catalogue_version`);
    await system.api.start();
    await system.moveClock('2026-11-24T09:00:00Z');
    const broker = await system.as('broker1');
    const comparison = await aComparison(broker, await aProspect(broker));
    const premiums = Object.fromEntries(comparison.quotes.map((one: any) => [one.provider, one.annual_premium]));
    expect(Object.keys(premiums).sort()).toEqual(['allianz', 'aurora', 'axa', 'generali']);
    // At 0.90 of Generali's 1,305.60, whose multiplier is 1.00.
    expect(premiums.aurora).toBe(1175.04);
    expect(comparison.excluded.map((one: any) => one.provider)).toEqual(['unipolsai']);
    const providers = await broker.get('/eligibility/providers');
    expect(JSON.stringify(providers.body)).toContain('aurora');
  });
});
