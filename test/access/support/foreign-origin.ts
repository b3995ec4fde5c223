import { expect, it } from '@jest/globals';
import { EXPOSED_HEADERS } from '../../../src/platform/http/edge/cross-origin.js';
import { type Client } from '../../support/client.js';
import { ForeignPage, type Frontend } from '../../support/foreign-page.js';
import { must } from '../../support/journey.js';
import { type System } from '../../support/system.js';
import { type Answers } from './answers.js';
import { type Cast } from './cast.js';
import { type Contract } from './contract.js';

interface Stage {
  system: System;
  cast: Cast;
  contract: Contract;
  frontend: Frontend;
  answers: Answers;
}

/** The tests that use every operation from pages of other origins, in a browser. */
export function useFromOtherOrigins(stage: () => Stage): void {
  it('has an example for every operation that works on the demo data, from a page of another origin, and answers it by its schema', async () => {
    const {
      cast,
      contract,
      system: { api },
      frontend,
      answers,
    } = stage();
    const page = await ForeignPage.open(frontend.origin());
    const failed: string[] = [];
    const methods = new Set<string>();
    try {
      for (const operation of contract.operations) {
        const { client, address, body, headers } = await cast.exampleOf(operation);
        const there = page.as(client, api.url);
        const answer = await contract.call(operation, there, address, body, headers);
        answers.keep(operation, answer);
        methods.add(operation.method);
        if (answer.status >= 300)
          failed.push(
            `${operation.name}: ${answer.status} ${JSON.stringify(answer.body)} to ${address} ${JSON.stringify(body)}`,
          );
        if (answer.status === 201)
          await mustBeReadable(
            operation.name,
            answer.headers.get('location')!,
            operation.path === '/auth/register' ? await registered(body) : there,
          );
      }
      const document = await page.fetch(`${api.url}/api/v1/openapi.json`, {
        method: 'GET',
        headers: {},
        body: undefined,
      });
      expect([document.status, document.headers.get('etag')]).toEqual([200, expect.stringMatching(/^"[0-9a-f]{64}"$/)]);
      expect(failed).toEqual([]);
      contract.nothingWrong();
      expect([...page.hidden]).toEqual([]);
      expect([...methods].sort()).toEqual(['delete', 'get', 'patch', 'post', 'put']);
      expect(page.preflights).toBeGreaterThan(methods.size);
    } finally {
      await page.close();
    }

    async function mustBeReadable(name: string, location: string, client: Client): Promise<void> {
      const { status } = await client.get(location.replace('/api/v1', ''));
      expect([name, location, status]).toEqual([name, location, 200]);
    }

    async function registered(body: unknown): Promise<Client> {
      const { username, password } = body as { username: string; password: string };
      return page.as(await stage().system.signIn(username, password), api.url);
    }
  }, 180_000);

  it('lets a page read the refusals, and keeps everything from one that is not allowed, or that would send cookies', async () => {
    const {
      cast: { clients },
      system: { api },
      frontend,
    } = stage();
    const ours = await ForeignPage.open(frontend.origin());
    try {
      const [broker, nobody] = [ours.as(clients.broker, api.url), ours.as(clients.anonymous, api.url)];
      const answers = [
        await nobody.get('/auth/me'),
        await broker.get('/events'),
        await broker.get('/prospects/2000000000'),
        await broker.delete('/quotes'),
        await broker.patch('/prospects/1', { notes: 'x' }, { headers: { 'if-match': '"999"' } }),
        await broker.post('/prospects', {}),
        await broker.patch('/prospects/1', {}),
        await broker.get('/prospects', { headers: { 'x-sandbox': 'unavailable' } }),
      ];
      expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
        [401, 'unauthenticated'],
        [403, 'forbidden'],
        [404, 'not_found'],
        [405, 'method_not_allowed'],
        [412, 'stale'],
        [422, 'validation_failed'],
        [428, 'precondition_required'],
        [503, 'unavailable'],
      ]);
      expect([...ours.hidden]).toEqual([]);
      const cookies = ours.fetch(
        `${api.url}/api/v1/problems`,
        { method: 'GET', headers: {}, body: undefined },
        'include',
      );
      await expect(cookies).rejects.toThrow('Failed to fetch');
    } finally {
      await ours.close();
    }
    const theirs = await ForeignPage.open(frontend.origin('localhost'));
    try {
      const broker = theirs.as(clients.broker, api.url);
      for (const attempt of [
        () => broker.get('/problems'),
        () => broker.get('/policies/1/pdf'),
        () => broker.post('/prospects'),
        () => broker.delete('/prospects/1'),
      ]) {
        await expect(attempt()).rejects.toThrow('Failed to fetch');
      }
    } finally {
      await theirs.close();
    }
    must(await clients.broker.get('/prospects/1'), 200);
  }, 60_000);

  it('documents no header that a page could not read', () => {
    const named = stage().contract.operations.flatMap(({ responses }) =>
      Object.values(responses).flatMap(({ headers = {} }) => Object.keys(headers)),
    );
    expect(named.length).toBeGreaterThan(100);
    expect([...new Set(named)].filter((name) => !EXPOSED_HEADERS.includes(name))).toEqual([]);
  });
}
