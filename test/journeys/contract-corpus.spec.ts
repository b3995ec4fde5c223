import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extractPdfText } from '../../src/platform/pdf/pdf-text.js';
import { type Client } from '../support/client.js';
import { type HostilePerson, hostilePeople } from '../support/hostile-people.js';
import { aComparison, aProspect, MARCO, must } from '../support/journey.js';
import { System } from '../support/system.js';

const MINUTES = 60_000;
const SECRET = 'a-word-that-stands-in-a-file-of-the-machine-alone';

let canary: Server;
let folder: string;
let system: System;
let broker: Client;
const visits: string[] = [];
const printed: { person: HostilePerson; policy: any; pdf: Buffer; text: string }[] = [];

beforeAll(async () => {
  canary = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.end('<h1>replaced</h1>');
  });
  await new Promise<void>((resolve) => canary.listen(0, 'localhost', resolve));
  folder = await mkdtemp(join(tmpdir(), 'crm-corpus-'));
  const secretFile = join(folder, 'secret');
  await writeFile(secretFile, SECRET);
  system = await System.start();
  broker = await system.as('broker1');
  const people = hostilePeople((canary.address() as AddressInfo).port, secretFile);
  for (const person of people) printed.push({ person, policy: await policyOf(person), pdf: Buffer.alloc(0), text: '' });
  await system.quiet(180);
  for (const one of printed) {
    const answer = await broker.get(`/policies/${one.policy.id}/pdf`);
    if (answer.status !== 200) throw new Error(`${one.person.case}: ${answer.status} ${answer.body}`);
    one.pdf = answer.bytes;
    one.text = (await extractPdfText(one.pdf)).join('\n');
    await keepPicture(one.person.case, one.pdf);
  }
}, 8 * MINUTES);
afterAll(async () => {
  await system?.end();
  await new Promise((resolve) => canary.close(resolve));
  await rm(folder, { recursive: true, force: true });
}, MINUTES);

async function policyOf({ case: _, ...details }: HostilePerson): Promise<any> {
  const insurance_type = details.type === 'business' ? 'home' : 'life';
  const comparison = await aComparison(broker, await aProspect(broker, details), { insurance_type, coverage_amount: 200_000 });
  return must(await broker.post(`/policies/${comparison.quotes[0].id}/accept`), 201).policy;
}

/** `KEEP_CONTRACTS=<folder>` leaves the documents behind, to be looked at. */
async function keepPicture(name: string, pdf: Buffer): Promise<void> {
  const wanted = process.env.KEEP_CONTRACTS;
  if (!wanted) return;
  await mkdir(wanted, { recursive: true });
  await writeFile(join(wanted, `${name.replaceAll(' ', '-')}.pdf`), pdf);
}

const letters = (text: string) => text.normalize('NFKC').replace(/[\s\u00AD\u200B-\u200F\u202A-\u202E\u2066-\u2069]/g, '');

describe('forty hostile or extreme prospects', () => {
  it('are printed each, with the policy number and the name as it was given', () => {
    expect(printed).toHaveLength(40);
    const unreadable = printed.filter(({ person, policy, text }) => {
      const name = person.company_name ?? `${person.first_name} ${person.last_name}`;
      // Arabic comes out of a PDF as it is drawn: from the last letter to the first, some of them taken apart.
      const found = letters(text).includes(person.case === 'right to left' ? 'دمحم' : letters(name));
      return !found || !text.includes(policy.policy_number);
    });
    expect(unreadable.map(({ person, text }) => [person.case, text.slice(0, 600)])).toEqual([]);
  });

  it('bring the printer nowhere: nothing was fetched, no file was read', async () => {
    expect(visits).toEqual([]);
    expect(printed.filter(({ pdf, text }) => text.includes(SECRET) || pdf.includes(SECRET)).map(({ person }) => person.case)).toEqual([]);
    expect(printed.filter(({ text }) => /root:.*:0:0/.test(text)).map(({ person }) => person.case)).toEqual([]);
  });

  it('are refused where a text would turn itself around', async () => {
    const answer = await broker.post('/prospects', { ...MARCO, first_name: 'Anna \u202Etxet' });
    expect([answer.status, answer.body.errors?.[0]]).toEqual([422, expect.objectContaining({ field: 'first_name', code: 'control_characters' })]);
  });

  it('get a document each that one flipped byte gives away', async () => {
    const verdicts = [];
    for (const [index, { person, pdf }] of printed.entries()) {
      await system.query('DELETE FROM request_limit');
      const flipped = Buffer.from(pdf);
      const at = 1024 + ((index * 7919) % (pdf.length - 2048));
      flipped[at] = flipped[at]! ^ 0x01;
      const ask = async (body: Uint8Array) => must(await system.anonymous().send('POST', '/contracts/verify', body, {
        headers: { 'content-type': 'application/pdf' },
      }), 200).verdict as string;
      verdicts.push([person.case, await ask(pdf), await ask(flipped)]);
    }
    expect(verdicts).toEqual(printed.map(({ person }) => [person.case, 'valid', 'altered']));
  }, 3 * MINUTES);
});
