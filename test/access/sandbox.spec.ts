import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { must } from '../support/journey.js';
import { Program } from '../support/program.js';
import { System } from '../support/system.js';
import { operationsOf, pathOf } from './support/document.js';

describe('the sandbox', () => {
  let system: System;
  let real: Program;

  beforeAll(async () => {
    system = await System.start({ worker: false });
    real = await new Program('main.js', { ...system.environment, EMBEDDED: 'false' }).start();
  }, 120_000);
  afterAll(async () => {
    await real?.stop();
    await system?.stop();
  }, 60_000);

  it('answers with every documented problem of every operation, and changes nothing', async () => {
    const anybody = system.anonymous();
    const operations = operationsOf(must(await anybody.get('/openapi.json'), 200));
    const wrong: string[] = [];
    let tried = 0;
    for (const operation of operations) {
      for (const code of operation.problems) {
        tried += 1;
        const answer = await anybody.send(operation.method.toUpperCase(), pathOf(operation), undefined, {
          headers: { 'x-sandbox': code },
        });
        if (answer.body.code !== code || !operation.responses[answer.status])
          wrong.push(`${operation.name}: ${code} wanted, ${answer.status} ${answer.body.code} came`);
      }
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(300);
    expect(await system.query('SELECT 1 FROM prospect')).toEqual([]);
  }, 60_000);

  it("names an operation's problems where it is asked for another", async () => {
    const answer = await system.anonymous().get('/prospects/1', { headers: { 'x-sandbox': 'already_insured' } });
    expect([answer.status, answer.body.errors[0].code]).toEqual([422, 'undocumented_problem']);
    expect(answer.body.detail).toContain('not_found');
  });

  it('is refused outside the embedded demo', async () => {
    const answer = await new Client(() => real.url).get('/prospects/1', { headers: { 'x-sandbox': 'not_found' } });
    expect([answer.status, answer.body.code]).toEqual([403, 'sandbox_closed']);
  });
});
