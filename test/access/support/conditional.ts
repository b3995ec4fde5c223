import { expect, it } from '@jest/globals';
import { type Answer } from '../../support/client.js';
import { aComparison, aProspect, MARCO, must, quoteOf } from '../../support/journey.js';
import { type System } from '../../support/system.js';
import { type Cast } from './cast.js';
import { type Contract } from './contract.js';
import { examplePathOf } from './document.js';

interface Stage {
  system: System;
  cast: Cast;
  contract: Contract;
}

/** What changes something with an id in its path, and has no version that a caller could have read. */
const WITHOUT_VERSION: string[] = [];
const isFile = (answer: Answer) => answer.headers.has('content-disposition');

/** The tests of conditional requests (RFC 9110 13): on what is read, and on what is changed. */
export function provokePreconditions(stage: () => Stage): void {
  it('is asked again for files, published versions and the document alone, and says when they are still the same', async () => {
    const {
      contract,
      cast: {
        clients: { admin },
      },
    } = stage();
    const asked = contract.operations.filter(({ responses }) => responses[304]);
    expect(asked.map(({ name }) => name).sort()).toEqual([
      'GET /catalogue/versions/{version}',
      'GET /commissions/payouts/{id}/csv',
      'GET /policies/{id}/pdf',
    ]);
    for (const path of [...asked.map(examplePathOf), '/openapi.json']) {
      const read = (headers: Record<string, string> = {}, method = 'GET') =>
        admin.send(method, path, undefined, { headers });
      const whole = await read();
      const etag = whole.headers.get('etag')!;
      expect([path, whole.status, etag, whole.headers.get('cache-control')]).toEqual([
        path,
        200,
        expect.stringMatching(/^"[0-9a-f]{64}"$/),
        'private, no-cache',
      ]);
      expect([path, whole.headers.get('accept-ranges')]).toEqual([path, isFile(whole) ? 'none' : null]);
      for (const tags of [etag, `"other", ${etag}`, `W/${etag}`, '*']) {
        for (const method of ['GET', 'HEAD']) {
          const { status, headers, bytes } = await read({ 'if-none-match': tags }, method);
          expect([
            path,
            tags,
            status,
            bytes.length,
            headers.get('etag'),
            headers.get('vary'),
            headers.get('cache-control'),
          ]).toEqual([path, tags, 304, 0, etag, whole.headers.get('vary'), 'private, no-cache']);
          expect([headers.has('date'), headers.get('content-type'), headers.get('content-disposition')]).toEqual([
            true,
            null,
            null,
          ]);
        }
      }
      expect([path, (await read({ 'if-none-match': 'no-tag' })).status]).toEqual([path, 400]);
      // There is no date of a last change, and there are no parts: what hangs on them does not count.
      const ignored = {
        'if-none-match': '"other"',
        'if-modified-since': 'Wed, 01 Jan 2200 00:00:00 GMT',
        'if-unmodified-since': 'Sat, 01 Jan 2000 00:00:00 GMT',
        range: 'bytes=0-9',
        'if-range': etag,
      };
      const again = await read(ignored);
      expect([path, again.status, again.bytes.equals(whole.bytes)]).toEqual([path, 200, true]);
    }
  });

  it('answers every other reading whole, since bodies change without their version', async () => {
    const { contract, cast } = stage();
    let tried = 0;
    for (const operation of contract.operations.filter(
      ({ method, responses }) => method === 'get' && !responses[304],
    )) {
      const client = await cast.whoMay(operation);
      const answer = await contract.call(operation, client, examplePathOf(operation));
      const etag = answer.headers.get('etag') ?? '"1"';
      const again = await contract.call(operation, client, examplePathOf(operation), undefined, {
        'if-none-match': `${etag}, *`,
      });
      expect([operation.name, again.status, again.headers.get('cache-control')]).toEqual([
        operation.name,
        answer.status,
        'no-store',
      ]);
      if (answer.headers.has('etag')) tried += 1;
    }
    contract.nothingWrong();
    expect(tried).toBeGreaterThan(4);
  });

  it('honours If-Match wherever something with an id is changed', () => {
    const changing = stage().contract.operations.filter(({ method, ids }) => method !== 'get' && ids.length > 0);
    expect(changing.length).toBeGreaterThan(10);
    expect(changing.filter(({ takesIfMatch }) => !takesIfMatch).map(({ name }) => name)).toEqual(WITHOUT_VERSION);
  });

  it('changes a version that If-Match names, and no other', async () => {
    const {
      cast: {
        clients: { broker },
      },
    } = stage();
    const id = await aProspect(broker);
    const put = (headers: Record<string, string>) =>
      broker.put(`/prospects/${id}`, { ...MARCO, notes: JSON.stringify(headers) }, { headers });
    let version = 1;
    for (const tags of [
      '"1"',
      '"1", "2"',
      '"0","3" , "4"',
      '*',
      'W/"5", "5"',
      Array.from({ length: 500 }, (_, n) => `"${n}"`).join(','),
    ]) {
      const { status, headers } = await put({ 'if-match': tags });
      expect([tags, status, headers.get('etag')]).toEqual([tags, 200, `"${(version += 1)}"`]);
    }
    for (const tags of [`W/"${version}"`, '"1"', `"0${version}"`, '"x"', `"1", W/"${version}"`]) {
      const { status, body } = await put({ 'if-match': tags });
      expect([tags, status, body.code]).toEqual([tags, 412, 'stale']);
    }
    for (const tags of ['', String(version), `"${version}`, `'${version}'`, `*, "${version}"`, ',']) {
      const { status, body } = await put({ 'if-match': tags });
      expect([tags, status, body.code]).toEqual([tags, 400, 'bad_request']);
    }
    for (const tags of ['*', `"${version}"`, `"1", W/"${version}"`])
      expect([tags, (await put({ 'if-none-match': tags })).status]).toEqual([tags, 412]);
    expect(must(await broker.get(`/prospects/${id}`), 200).version).toBe(version);
    must(await put({ 'if-none-match': '"1"' }), 200);
    // Who may not, or what is not there, is said first.
    expect((await broker.put('/prospects/2000000000', MARCO, { headers: { 'if-match': '"1"' } })).status).toBe(404);
    expect((await broker.put(`/prospects/${id}`, {}, { headers: { 'if-match': '"1"' } })).status).toBe(422);
    expect((await broker.delete(`/prospects/${id}`, { headers: { 'if-match': '"1", "2"' } })).status).toBe(412);
    must(await broker.delete(`/prospects/${id}`, { headers: { 'if-match': `"1", "${version + 1}"` } }), 204);
  });

  it('accepts a quote in the version that was read, and replays where its policy is', async () => {
    const {
      cast: {
        clients: { broker },
      },
    } = stage();
    const quote = quoteOf(await aComparison(broker, await aProspect(broker)), 'axa');
    const { headers } = await broker.get(`/quotes/${quote}`);
    must(await broker.post(`/quotes/${quote}/send`, {}, { headers: { 'if-match': headers.get('etag')! } }), 200);
    const accept = (tag: string) =>
      broker.post(
        `/policies/${quote}/accept`,
        {},
        { headers: { 'if-match': tag, 'idempotency-key': `accept-${quote}-${tag.length}` } },
      );
    expect((await accept(headers.get('etag')!)).body.code).toBe('stale');
    const [first, again] = [await accept('"1", "2"'), await accept('"1", "2"')];
    expect([first.status, first.headers.get('location')]).toEqual([201, `/api/v1/policies/${first.body.policy.id}`]);
    expect([again.status, again.headers.get('location'), again.headers.get('idempotency-replayed')]).toEqual([
      201,
      first.headers.get('location'),
      'true',
    ]);
    for (const preview of ['', '?preview=true']) {
      const stale = await broker.post(
        `/policies/${first.body.policy.id}/cancel${preview}`,
        { reason: 'Sold.' },
        { headers: { 'if-match': '"999"' } },
      );
      expect([stale.status, stale.body.code]).toEqual([412, 'stale']);
    }
  });
}
