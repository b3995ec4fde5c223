import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CopiedProgram } from '../support/copied-program.js';
import { aComparison, aPolicy, aProspect } from '../support/journey.js';
import { Program } from '../support/program.js';
import { System } from '../support/system.js';

jest.setTimeout(120_000);

/** A class of its own, which is all that a new reaction needs beside its line; the facts as both name them. */
const sagaOf = (...facts: string[]) => `
import { POLICY_CREATED, POLICY_RENEWED } from '../../modules/policies/index.js';
import { Reacts, Saga, Subscriber } from '../../queues/saga.js';
export class GreetingSaga extends Saga {
  async greet(event) { return { greeted: event.data.policy_number }; }
}
Reacts(${facts.join()})(GreetingSaga.prototype, 'greet');
Subscriber('greeting')(GreetingSaga);
`;
const lineOf = (...facts: string[]) => `QUEUES['greeting'] = { on: [${facts.join()}], attempts: 3 };`;

/** How the system grows without being changed. */
describe('a new reaction', () => {
  let copy: CopiedProgram;
  let system: System | undefined;

  beforeEach(async () => {
    copy = await CopiedProgram.make();
  });
  afterEach(async () => {
    await system?.end();
    system = undefined;
    await copy.remove();
  });

  const plantLine = (...facts: string[]) => copy.append('sagas/queues.js', lineOf(...facts));
  const plantSaga = (file: string, ...facts: string[]) =>
    copy.plant(`sagas/greeting/${file}.saga.js`, sagaOf(...facts));

  it('is one class and one line', async () => {
    await plantSaga('greeting', 'POLICY_CREATED');
    await plantLine('POLICY_CREATED');
    system = await System.start({ programs: copy.programs, worker: false });
    await copy.migrate(system);
    await system.worker.start();
    const policy = await aPolicy(await system.as('broker1'));
    await system.quiet();
    expect(await system.query(`SELECT status, result FROM event_delivery WHERE subscriber = 'greeting'`)).toEqual([
      { status: 'done', result: { greeted: policy.policy_number } },
    ]);
  });

  it.each([
    ['a queue without a saga', async () => plantLine('POLICY_CREATED'), 'queue greeting has no saga'],
    [
      'a saga without a queue',
      async () => plantSaga('greeting', 'POLICY_CREATED'),
      'no line in queues.ts for greeting',
    ],
    [
      'two sagas of one queue',
      async () => {
        await plantLine('POLICY_CREATED');
        await plantSaga('greeting', 'POLICY_CREATED');
        await plantSaga('welcome', 'POLICY_CREATED');
      },
      'queue greeting has two sagas',
    ],
    [
      'a saga without a method for a fact that it is owed',
      async () => {
        await plantLine('POLICY_CREATED', 'POLICY_RENEWED');
        await plantSaga('greeting', 'POLICY_CREATED');
      },
      'queue greeting has no reaction to PolicyRenewed',
    ],
    [
      'a method for a fact that its saga is not owed',
      async () => {
        await plantLine('POLICY_CREATED');
        await plantSaga('greeting', 'POLICY_CREATED', 'POLICY_RENEWED');
      },
      'queue greeting is not owed PolicyRenewed',
    ],
  ])('must be whole: the worker does not boot with %s', async (_, planted, complaint) => {
    await planted();
    system = await System.start({ worker: false });
    const worker = new Program('worker.js', system.environment, copy.programs);
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
