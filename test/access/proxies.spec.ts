import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { must } from '../support/journey.js';
import { PASSWORD, System } from '../support/system.js';

jest.setTimeout(60_000);

let system: System;
beforeAll(async () => {
  system = await System.start({ worker: false });
}, 120_000);
afterAll(() => system?.stop(), 60_000);

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

/** The address that the log has for a request with this header. */
async function addressOf(forwarded: string): Promise<unknown> {
  const admin = await system.as('admin');
  const id = must(await admin.get('/auth/me'), 200).id;
  const requestId = (await admin.get(`/users/${id}`, from(forwarded))).headers.get('x-request-id');
  return eventually(async () => {
    const found = must(await admin.get('/access-log?limit=100'), 200).find(
      (one: { request_id: string }) => one.request_id === requestId,
    );
    if (!found) throw new Error('not in the log yet');
    return found.ip;
  }, 10);
}

/** Wrong sign-ins with these addresses, one after the other, on one account. */
async function guesses(username: string, addresses: string[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const address of addresses) {
    statuses.push(
      (await system.anonymous().post('/auth/login', { username, password: 'wrong-guess' }, from(address))).status,
    );
  }
  return statuses;
}
const many = (count: number) => Array.from({ length: count }, (_, n) => `203.0.113.${n + 1}`);

describe('X-Forwarded-For', () => {
  it('of a stranger is ignored: the log and the delay know where they really are', async () => {
    expect(await addressOf('203.0.113.7')).toBe('127.0.0.1');
    expect(await guesses('broker1', many(5))).toEqual([401, 401, 401, 429, 429]);
  });

  it('of a trusted proxy is believed as far as it vouches, and no further', async () => {
    await system.api.stop();
    await system.api.start({ TRUSTED_PROXIES: '127.0.0.0/8, 10.0.0.0/8' });
    expect(await addressOf('203.0.113.7')).toBe('203.0.113.7');
    // What the client wrote itself stands to the left of what the proxies added.
    expect(await addressOf('198.51.100.1, 203.0.113.7')).toBe('203.0.113.7');
    expect(await addressOf('198.51.100.1, 203.0.113.7, 10.1.2.3')).toBe('203.0.113.7');
  });

  it('gives each client behind a proxy a delay of their own', async () => {
    expect(await guesses('broker2', Array(4).fill('203.0.113.50'))).toEqual([401, 401, 401, 429]);
    const elsewhere = await system
      .anonymous()
      .post('/auth/login', { username: 'broker2', password: PASSWORD }, from('203.0.113.51'));
    expect(elsewhere.status).toBe(200);
    // An address made up before the real one does not get a guesser around it.
    expect(await guesses('broker2', ['198.51.100.9, 203.0.113.50'])).toEqual([429]);
  });

  it('leaves the metrics closed to whoever comes through a proxy', async () => {
    expect((await fetch(`${system.api.url}/metrics`, from('127.0.0.1'))).status).toBe(404);
  });
});
