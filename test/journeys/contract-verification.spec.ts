import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Client } from '../support/client.js';
import { aPolicy, must } from '../support/journey.js';
import { System } from '../support/system.js';

const MINUTES = 60_000;
const FLIPS = 25;

let system: System;
let broker: Client;
let policy: any;
let pdf: Buffer;

beforeAll(async () => {
  system = await System.start();
  await system.moveClock('2026-11-24T09:00:00Z');
  broker = await system.as('broker1');
  policy = await aPolicy(broker);
  pdf = (await broker.get(`/policies/${policy.id}/pdf`)).bytes;
}, 4 * MINUTES);
afterAll(() => system?.end(), MINUTES);

/** As anybody, and without the count of earlier requests. */
async function verify(body: Uint8Array | string, contentType = 'application/pdf'): Promise<Answer> {
  await system.query('DELETE FROM request_limit');
  return system.anonymous().send('POST', '/contracts/verify', body, { headers: { 'content-type': contentType } });
}

function flipped(at: number): Buffer {
  const copy = Buffer.from(pdf);
  copy[at] = copy[at]! ^ 0x01;
  return copy;
}

/** A PDF of one page with this text, written after so many megabytes of nothing; all of it packed into a few kilobytes. */
function packed(text: string, megabytes: number): Buffer {
  const nothing = Buffer.alloc(megabytes * 2 ** 20, ' ');
  const content = deflateSync(
    deflateSync(Buffer.concat([nothing, Buffer.from(`BT /F1 12 Tf (${text}) Tj ET`)]), { level: 9 }),
    { level: 9 },
  );
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>',
    Buffer.concat([
      Buffer.from(`<</Length ${content.length}/Filter[/FlateDecode/FlateDecode]>>\nstream\n`),
      content,
      Buffer.from('\nendstream'),
    ]),
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  const body = objects.map((object, index) =>
    Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]),
  );
  return Buffer.concat([
    Buffer.from('%PDF-1.7\n'),
    ...body,
    Buffer.from(`trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\n%%EOF`),
  ]);
}

describe('a contract that somebody holds in their hands', () => {
  it(
    'is valid as it was issued, from the worker or the download alike',
    async () => {
      await system.quiet(120);
      const known = { policy_number: policy.policy_number, term: 1, version: 1, issued_at: policy.signed_at };
      const [{ head }] = await system.query(
        `SELECT encode(hash, 'hex') AS head FROM event_store WHERE aggregate_id = $1 AND event_type = 'PolicyCreated'`,
        [String(policy.id)],
      );
      expect(must(await verify(pdf), 200)).toEqual({ verdict: 'valid', ...known, chain_head: head, chain_holds: true });
      const [mail] = (await system.mails()).filter((one) => one.attachments.length > 0);
      expect(must(await verify(mail!.attachments[0]!.content), 200).verdict).toBe('valid');
    },
    3 * MINUTES,
  );

  it(
    `is altered with one bit of one byte flipped, at each of ${FLIPS} places`,
    async () => {
      const step = Math.floor((pdf.length - 2048) / FLIPS);
      for (let place = 0; place < FLIPS; place += 1) {
        const answer = must(await verify(flipped(1024 + place * step)), 200);
        expect([place, answer.verdict, answer.policy_number]).toEqual([place, 'altered', policy.policy_number]);
      }
    },
    3 * MINUTES,
  );

  it(
    'is altered where the id in its title was hit, for the foot of each page holds it too',
    async () => {
      const title = pdf.indexOf(`${policy.policy_number}-T1-V1`, 'latin1');
      expect(title).toBeGreaterThan(0);
      expect(must(await verify(flipped(title + 5)), 200)).toMatchObject({
        verdict: 'altered',
        policy_number: policy.policy_number,
      });
      expect(must(await verify(Buffer.concat([pdf, Buffer.from('\n')])), 200).verdict).toBe('altered');
    },
    MINUTES,
  );

  it(
    'is unknown where it is none of ours',
    async () => {
      const unknown = {
        verdict: 'unknown',
        policy_number: null,
        term: null,
        version: null,
        issued_at: null,
        chain_head: null,
        chain_holds: null,
      };
      expect(must(await verify(Buffer.from('%PDF-1.4\n%%EOF\n')), 200)).toEqual(unknown);
      expect(must(await verify(Buffer.from('no PDF at all INS-2026-000001-T1-V1-00000000')), 200)).toEqual(unknown);
      expect(must(await verify(Buffer.from('%PDF-1.4 INS-2026-000001-T1-V1-00000000')), 200)).toEqual(unknown);
    },
    MINUTES,
  );

  it(
    'is not unpacked at any size: a few kilobytes may hold gigabytes',
    async () => {
      const id = /INS-\d{4}-\d{6}-T1-V1-[0-9a-f]{8}/.exec(pdf.toString('latin1'))![0];
      expect(must(await verify(packed(id, 1)), 200).verdict).toBe('altered');
      const bomb = packed(id, 120);
      expect(bomb.length).toBeLessThan(10_000);
      expect(must(await verify(bomb), 200).verdict).toBe('unknown');
    },
    MINUTES,
  );

  it(
    'is taken as a PDF of up to 5 MB alone, and other routes take none',
    async () => {
      // The server answers and closes before all of it has come, which the client may notice first.
      const tooLarge = await verify(Buffer.alloc(6 * 1024 * 1024, 0x20)).then(
        ({ body }) => body.code as string,
        (error: Error) => error.message,
      );
      expect(['body_too_large', 'fetch failed']).toContain(tooLarge);
      expect((await verify('{}', 'application/json')).body.code).toBe('unsupported_media_type');
      const elsewhere = await broker.send('POST', `/policies/${policy.id}/cancel`, Buffer.from('%PDF-'), {
        headers: { 'content-type': 'application/pdf' },
      });
      expect([elsewhere.status, elsewhere.body.code]).toEqual([415, 'unsupported_media_type']);
    },
    MINUTES,
  );

  it(
    'may be asked about 30 times a minute from one address',
    async () => {
      await system.query('DELETE FROM request_limit');
      const body = Buffer.from('%PDF-');
      const ask = () =>
        system.anonymous().send('POST', '/contracts/verify', body, { headers: { 'content-type': 'application/pdf' } });
      const answers = await Promise.all(Array.from({ length: 33 }, ask));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(30);
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused).toHaveLength(3);
      expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
      const [{ keys }] = await system.query(`SELECT string_agg(encode(key, 'escape'), ' ') AS keys FROM request_limit`);
      expect(keys).not.toContain('127.0.0.1');
    },
    MINUTES,
  );

  it('leads by its code to a page for people', async () => {
    const page = await system.anonymous().get(`/contracts/verify?document=${policy.policy_number}-T1-V1-00000000`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.body).toContain('<input id="file" type="file"');
    expect(page.body).toContain('Il contratto è autentico?');
    const [, script] = /<script>(.*)<\/script>/s.exec(page.body as string)!;
    const policyOfPage = page.headers.get('content-security-policy');
    expect(policyOfPage).toContain(`script-src 'sha256-${createHash('sha256').update(script!).digest('base64')}'`);
    expect(policyOfPage).not.toContain('unsafe-inline');
  });
});

it(
  'a contract that many ask for before the worker has printed it is printed once',
  async () => {
    await system.quiet(120);
    await system.worker.stop();
    const files = async () =>
      (await readdir(join(system.dataDir, 'documents'), { recursive: true, withFileTypes: true })).filter((entry) =>
        entry.isFile(),
      ).length;
    const [{ id }, before] = [await aPolicy(broker), await files()];
    const answers = await Promise.all(Array.from({ length: 6 }, () => broker.get(`/policies/${id}/pdf`)));
    expect(answers.map(({ status, bytes }) => [status, bytes.equals(answers[0]!.bytes)])).toEqual(
      Array(6).fill([200, true]),
    );
    expect(await files()).toBe(before + 1);
  },
  3 * MINUTES,
);
