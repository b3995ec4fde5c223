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
  const comparison = await aComparison(broker, await aProspect(broker, details), {
    insurance_type,
    coverage_amount: 200_000,
  });
  return must(await broker.post(`/policies/${comparison.quotes[0].id}/accept`), 201).policy;
}

/** `KEEP_CONTRACTS=<folder>` leaves the documents behind, to be looked at. */
async function keepPicture(name: string, pdf: Buffer): Promise<void> {
  const wanted = process.env.KEEP_CONTRACTS;
  if (!wanted) return;
  await mkdir(wanted, { recursive: true });
  await writeFile(join(wanted, `${name.replaceAll(' ', '-')}.pdf`), pdf);
}

const letters = (text: string) =>
  text.normalize('NFKC').replace(/[\s\u00AD\u200B-\u200F\u202A-\u202E\u2066-\u2069]/g, '');

/** Of people whose letters a PDF holds as they are drawn, not as they are typed: from the last to the first, joined or taken apart. */
const AS_DRAWN: Record<string, string> = {
  'right to left': 'دمحم',
  'Hebrew with points': 'דִ',
  'marks no letter is composed with': 'Kag̃ua',
  Bengali: 'নাথ',
  Tamil: 'கா',
};

describe('hostile or extreme prospects', () => {
  it('are printed each, with the policy number and the name as it was given', () => {
    expect(printed).toHaveLength(47);
    const unreadable = printed.filter(({ person, policy, text }) => {
      const name = person.company_name ?? `${person.first_name} ${person.last_name}`;
      const found = letters(text).includes(AS_DRAWN[person.case] ?? letters(name));
      return !found || !text.includes(policy.policy_number);
    });
    expect(unreadable.map(({ person, text }) => [person.case, text.slice(0, 600)])).toEqual([]);
  });

  it('bring the printer nowhere: nothing was fetched, no file was read', async () => {
    expect(visits).toEqual([]);
    expect(
      printed.filter(({ pdf, text }) => text.includes(SECRET) || pdf.includes(SECRET)).map(({ person }) => person.case),
    ).toEqual([]);
    expect(printed.filter(({ text }) => /root:.*:0:0/.test(text)).map(({ person }) => person.case)).toEqual([]);
  });

  it('are refused where a text would turn itself around', async () => {
    const answer = await broker.post('/prospects', { ...MARCO, first_name: 'Anna \u202Etxet' });
    expect([answer.status, answer.body.errors?.[0]]).toEqual([
      422,
      expect.objectContaining({ field: 'first_name', code: 'control_characters' }),
    ]);
  });

  it(
    'get a document each that one flipped byte gives away',
    async () => {
      const verdicts = [];
      for (const [index, { person, pdf }] of printed.entries()) {
        await system.query('DELETE FROM request_limit');
        const flipped = Buffer.from(pdf);
        const at = 1024 + ((index * 7919) % (pdf.length - 2048));
        flipped[at] = flipped[at]! ^ 0x01;
        const ask = async (body: Uint8Array) =>
          must(
            await system.anonymous().send('POST', '/contracts/verify', body, {
              headers: { 'content-type': 'application/pdf' },
            }),
            200,
          ).verdict as string;
        verdicts.push([person.case, await ask(pdf), await ask(flipped)]);
      }
      expect(verdicts).toEqual(printed.map(({ person }) => [person.case, 'valid', 'altered']));
    },
    3 * MINUTES,
  );
});

describe('a prospect whose name no font draws', () => {
  let policy: any;
  let admin: Client;
  const contractMails = async () =>
    (await system.mails()).filter((mail) =>
      mail.attachments.some(({ filename }) => filename?.includes(policy.policy_number)),
    );
  const deliveries = () =>
    system.query(
      `SELECT event_id, status, attempts, last_error FROM event_delivery
     WHERE subscriber = 'contract-rendering' AND aggregate_id = $1`,
      [String(policy.id)],
    );

  beforeAll(async () => {
    admin = await system.as('admin');
    policy = await policyOf({ case: 'Tangut', first_name: 'Anna 𗼈𗼇', last_name: 'Rossi' });
    await system.quiet(60);
  }, 2 * MINUTES);

  it('has a policy, and is refused a contract with boxes in it, by the characters', async () => {
    const { status, body } = await broker.get(`/policies/${policy.id}/pdf`);
    expect([status, body.code, body.characters]).toEqual([409, 'glyph_missing', ['𗼇', '𗼈']]);
    expect(must(await broker.get(`/policies/${policy.id}`), 200).status).toBe('active');
  });

  it('has a delivery that is dead at the first try, says why without the name, and alerts the admins', async () => {
    expect(await deliveries()).toMatchObject([
      { status: 'dead', attempts: 1, last_error: expect.stringMatching(/^glyph_missing: .*U\+17F07, U\+17F08/) },
    ]);
    const { steps } = must(await broker.get(`/policies/${policy.id}/fulfilment`), 200);
    expect(steps.find(({ step }: { step: string }) => step === 'contract')).toMatchObject({
      status: 'dead',
      last_error: 'glyph_missing',
    });
    const alerts = (await system.mails()).filter(({ text }) => text?.includes('glyph_missing'));
    expect([alerts.length > 0, await contractMails()]).toEqual([true, []]);
    expect(system.output).not.toContain('𗼇');
  });

  it(
    'gets the contract, and the mail with it, once the name is mended and the delivery redriven',
    async () => {
      const { id, version } = must(await broker.get(`/prospects/${policy.prospect_id}`), 200);
      must(
        await broker.patch(`/prospects/${id}`, { first_name: 'Anna' }, { headers: { 'if-match': `"${version}"` } }),
        200,
      );
      const [{ event_id }] = await deliveries();
      must(
        await admin.post(`/operations/dead-letters/${event_id}/contract-rendering/redrive`, {
          reason: 'The name is mended.',
        }),
        200,
      );
      await system.quiet(60);
      expect(await deliveries()).toMatchObject([{ status: 'done' }]);
      const answer = await broker.get(`/policies/${policy.id}/pdf`);
      expect([answer.status, (await extractPdfText(answer.bytes)).join(' ').includes('Anna Rossi')]).toEqual([
        200,
        true,
      ]);
      expect(await contractMails()).toHaveLength(1);
    },
    2 * MINUTES,
  );
});
