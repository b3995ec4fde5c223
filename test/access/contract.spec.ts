import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWithDemoBook } from '../support/demo-book.js';
import { Frontend } from '../support/foreign-page.js';
import { must } from '../support/journey.js';
import { type System } from '../support/system.js';
import { provokeAnywhere } from './support/anywhere.js';
import { Answers, RECORDING_DAY } from './support/answers.js';
import { Cast, isAboutOneself } from './support/cast.js';
import { provokePreconditions } from './support/conditional.js';
import { Contract } from './support/contract.js';
import { type ApiOperation, examplePathOf, fieldsOf, pathOf } from './support/document.js';
import { useFromOtherOrigins } from './support/foreign-origin.js';
import { provokeRefusals } from './support/refusals.js';

/** What of the catalogue no operation documents: by which spec it is reached, or why by none. */
const OF_NO_OPERATION: Record<string, string> = {
  internal_error: 'none: it stands for a fault of ours, which no request may bring about',
  sandbox_closed: 'test/access/sandbox.spec.ts: it takes a system that is not the demo',
};

/** `npm run openapi -- --answers` asks for it. */
const IS_RECORDED = process.env.RECORD_ANSWERS === 'true';
/** Lists in one order alone, that of their key. */
const IN_ONE_ORDER = ['GET /events', 'GET /operations/dead-letters', 'GET /operations/deliveries'];

const NONSENSE: unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  2 ** 31,
  '',
  ' ',
  'x',
  'x'.repeat(6000),
  '2026-02-30',
  [],
  [1],
  [1e308],
  ['x'],
  {},
  { a: 1 },
  "'; DROP TABLE prospect; --",
];
const QUERY_NONSENSE = [
  '',
  '-1',
  '0',
  '1.5',
  '1e308',
  'x',
  'x'.repeat(600),
  '2026-02-30',
  "';--",
  '%F0%9F%98%80',
  'null',
  'toString',
  '__proto__',
];
const OUT_OF_SIGHT = 2_000_000_000;
const STALE = { 'if-match': '"999"' };

const takesBody = ({ method }: ApiOperation) => !['get', 'delete'].includes(method);
const addressOf = (operation: ApiOperation) => examplePathOf(operation).split('?')[0]!;

describe('the contract', () => {
  let frontend: Frontend;
  let system: System;
  let cast: Cast;
  let contract: Contract;
  let answers: Answers;
  let catalogue: string[];

  beforeAll(async () => {
    frontend = await Frontend.start();
    system = await startWithDemoBook({ CORS_ORIGINS: frontend.origin() }, IS_RECORDED ? RECORDING_DAY : undefined);
    cast = await Cast.of(system);
    const document = must(await cast.clients.anonymous.get('/openapi.json'), 200);
    answers = new Answers(document);
    contract = new Contract(document);
    catalogue = must(await cast.clients.anonymous.get('/problems'), 200).map((one: { code: string }) => one.code);
  }, 600_000);
  afterAll(async () => {
    await frontend?.stop();
    await system?.stop();
  }, 60_000);

  // First, on the demo book as it was made.
  useFromOtherOrigins(() => ({ system, cast, contract, frontend, answers }));

  if (IS_RECORDED) it('has an example of each answer, recorded for the document', () => answers.record());

  it('answers everybody by the same schemas, and no reading changes anything', async () => {
    await system.quiet(120);
    // A contract that is asked for before the worker came to it is printed on the spot.
    const written = () =>
      system.query(
        `SELECT count(*) AS events FROM event_store WHERE metadata->>'source' = 'api' AND event_type <> 'PolicyContractGenerated'`,
      );
    const before = await written();
    for (const operation of contract.operations.filter((one) => one.method === 'get')) {
      for (const client of Object.values(cast.clients))
        await contract.call(operation, client, examplePathOf(operation));
    }
    contract.nothingWrong();
    expect(await written()).toEqual(before);
  }, 120_000);

  provokePreconditions(() => ({ system, cast, contract }));

  it('refuses at the door as documented: no token, no role, no such id, no JSON, too much', async () => {
    for (const operation of contract.operations) {
      const client = await cast.whoMay(operation);
      const { anonymous, affiliate } = cast.clients;
      const address = addressOf(operation);
      const body = operation.takesPdf ? '%PDF' : takesBody(operation) ? {} : undefined;
      const call = (path: string, sent?: unknown, headers = {}) =>
        contract.call(operation, client, path, sent, headers);
      await contract.call(operation, anonymous, address, body);
      if (!isAboutOneself(operation)) await contract.call(operation, affiliate, address, body);
      if (operation.ids.length > 0)
        await call(
          pathOf(operation, OUT_OF_SIGHT),
          takesBody(operation) ? (operation.example ?? body) : undefined,
          STALE,
        );
      if (operation.texts.length > 0)
        await call(operation.path.replace(/\{\w+\}/g, 'nothing-of-the-kind'), operation.example ?? body);
      // With all that it needs: of a field too many and one that is missing, the missing one is told first.
      const complete = examplePathOf(operation);
      await call(`${complete}${complete.includes('?') ? '&' : '?'}surprise=1`, body, STALE);
      await call(address, undefined, { 'content-encoding': 'gzip' });
      await call(address, undefined, { 'content-type': operation.takesPdf ? 'application/json' : 'application/pdf' });
      if (operation.method === 'get') continue;
      for (const sent of ['{"a":', '{"__proto__":{}}', '[]', '']) await call(address, sent, STALE);
      await call(address, '<a/>', { 'content-type': 'application/xml' });
      // More than 5 MB may be cut off while they are sent: contract-verification.spec.ts does that.
      if (operation.takesPdf) continue;
      await call(address, `{"a":"${'x'.repeat(110_000)}"}`, STALE);
      await call(address, { surprise: 1 }, STALE);
      if (operation.takesIfMatch) {
        const sent = takesBody(operation) ? (operation.example ?? {}) : undefined;
        expect((await contract.call(operation, cast.clients.admin, address, sent, STALE)).body.code).toMatch(
          /stale|not_found/,
        );
      }
      if (operation.method === 'patch') expect((await call(address, {})).body.code).toBe('precondition_required');
    }
    await cast.forgiveMistakes();
    contract.nothingWrong();
  }, 180_000);

  it('answers nonsense in every field as documented', async () => {
    for (const operation of contract.operations.filter((one) => one.body)) {
      const { client, address, body, headers } = await cast.exampleOf(operation);
      // What is for everybody may be more for an admin.
      const clients = operation.roles.includes('anybody') ? [client, cast.clients.admin] : [client];
      for (const { name } of fieldsOf(operation.body)) {
        for (const value of NONSENSE) {
          for (const one of clients)
            await contract.call(operation, one, address, { ...(body as object), [name]: value }, headers);
        }
        await contract.call(operation, client, address, { ...(body as object), [name]: undefined }, headers);
      }
      if (operation.path.startsWith('/auth/')) await cast.forgiveMistakes();
    }
    contract.nothingWrong();
    expect(contract.calls).toBeGreaterThan(2000);
  }, 240_000);

  it('answers nonsense in every parameter as documented', async () => {
    for (const operation of contract.operations) {
      const client = await cast.whoMay(operation);
      const send = (query: string) =>
        contract.call(operation, client, `${addressOf(operation)}?${query}`, operation.example);
      for (const { name } of operation.query) {
        for (const value of QUERY_NONSENSE)
          await send(`${name}=${value.startsWith('%') ? value : encodeURIComponent(value)}`);
        await send(`${name}=1&${name}=2`);
        await send(`${name}[a]=1`);
      }
    }
    contract.nothingWrong();
  }, 180_000);

  it('names the orders of every list, forwards and backwards, takes each of them and no other', async () => {
    const lists = contract.operations.filter(({ query }) => query.some(({ name }) => name === 'skip'));
    const orderOf = (operation: ApiOperation) => operation.query.find(({ name }) => name === 'sort')?.schema;
    expect(
      lists
        .filter((one) => !orderOf(one))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(IN_ONE_ORDER);
    for (const operation of lists.filter(orderOf)) {
      const client = await cast.whoMay(operation);
      const { enum: orders, default: first } = orderOf(operation)!;
      expect([operation.name, orders]).toEqual([operation.name, expect.arrayContaining([first])]);
      for (const order of orders!) {
        expect(orders).toContain(String(order).startsWith('-') ? String(order).slice(1) : `-${String(order)}`);
        expect([
          order,
          (await contract.call(operation, client, `${addressOf(operation)}?sort=${String(order)}`)).status,
        ]).toEqual([order, 200]);
      }
      expect((await contract.call(operation, client, `${addressOf(operation)}?sort=id`)).body.errors).toMatchObject([
        { field: 'sort', code: 'unknown_sort' },
      ]);
    }
    contract.nothingWrong();
  });

  describe('reaches every refusal', () => {
    provokeAnywhere(() => ({ system, cast, contract }));
    provokeRefusals(() => ({ system, cast, contract }));

    it('and misses none that is documented, neither of an operation nor of the catalogue', async () => {
      const { documented, reached, reachedBy } = contract;
      console.log(
        `${documented.filter((one) => reachedBy.has(one)).length} of ${documented.length} documented problems reached, ` +
          `${contract.calls} calls to ${contract.operations.length} operations`,
      );
      expect(documented.filter((one) => !reachedBy.has(one))).toEqual([]);
      expect(catalogue.filter((code) => !reached.has(code)).sort()).toEqual(Object.keys(OF_NO_OPERATION).sort());
      for (const [code, where] of Object.entries(OF_NO_OPERATION)) {
        const spec = /^test\/\S+\.ts/.exec(where)?.[0];
        if (spec) expect([code, (await readFile(spec, 'utf8')).includes(code)]).toEqual([code, true]);
      }
    });
  });
});
