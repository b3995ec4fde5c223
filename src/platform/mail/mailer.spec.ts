import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { SmtpSink } from '../../../test/support/smtp-sink.js';
import { MailRefused, MailUnavailable } from './mail-error.js';
import { mailMessageId, type MailMessage } from './mail-message.js';
import { Mailer } from './mailer.js';

const from = 'Insurance CRM <no-reply@crm.example>';
const event = '0192f0c4-7d1e-7c3a-9b52-3f1d1c0a4e11';

function aMail(changes: Partial<MailMessage> = {}): MailMessage {
  return {
    messageId: mailMessageId(event, 'welcome', 'ada@example.org', 'crm.example'),
    to: 'ada@example.org',
    subject: 'Benvenuta, però',
    text: 'Gentile Ada,\n\nbenvenuta.\n',
    html: '<p>Gentile Ada</p>',
    language: 'it',
    ...changes,
  };
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('Mailer over SMTP', () => {
  let sink: SmtpSink;
  let smtpUrl: string;
  let mailer: Mailer;

  beforeEach(async () => {
    sink = new SmtpSink();
    smtpUrl = `${await sink.start()}?socketTimeout=400`;
    mailer = new Mailer({ smtpUrl, from, folder: '/nowhere' });
  });

  afterEach(async () => {
    mailer.onApplicationShutdown();
    await sink.stop();
  });

  it('hands over both bodies, the attachment and the given message id', async () => {
    const pdf = Buffer.from('%PDF-1.7 not really');
    const file = { filename: 'INS-2026-000001.pdf', content: pdf, contentType: 'application/pdf' };
    await mailer.send(aMail({ attachments: [file] }));
    const [mail] = sink.mails;
    expect(mail!.messageId).toBe(aMail().messageId);
    expect(mail!.subject).toBe('Benvenuta, però');
    expect(mail!.from!.value).toEqual([{ address: 'no-reply@crm.example', name: 'Insurance CRM' }]);
    expect(mail!.text).toContain('benvenuta.');
    expect(mail!.html).toContain('<p>Gentile Ada</p>');
    expect(mail!.attachments[0]).toMatchObject(file);
    expect(mail!.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail!.date).toBeInstanceOf(Date);
    expect(mail!.replyTo).toBeUndefined();
    expect(mail!.headers.has('list-unsubscribe')).toBe(false);
    expect(mail!.headers.get('content-language')).toBe('it');
  });

  it('takes 550 for the recipient as final, without repeating the address', async () => {
    sink.next('refuse-recipient');
    const error = await failureOf(mailer.send(aMail()));
    expect(error).toBeInstanceOf(MailRefused);
    expect(error).toMatchObject({ code: '550 5.1.1', message: 'mail refused: 550 5.1.1' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('ada@');
  });

  it('takes 554 for the message as final', async () => {
    sink.next('refuse-message');
    expect(await failureOf(mailer.send(aMail()))).toMatchObject({ name: 'MailRefused', code: '554 5.7.1' });
  });

  it('takes 421 and 451 as temporary and sends when the server is back', async () => {
    sink.next('busy', 'defer-message');
    expect(await failureOf(mailer.send(aMail()))).toMatchObject({ name: 'MailUnavailable', code: '421 4.3.2' });
    expect(await failureOf(mailer.send(aMail()))).toMatchObject({ name: 'MailUnavailable', code: '451 4.7.1' });
    await mailer.send(aMail());
    expect(sink.mails).toHaveLength(2);
  });

  it('takes silence after DATA as temporary and tries no second time by itself', async () => {
    sink.next('hang-after-data');
    expect(await failureOf(mailer.send(aMail()))).toMatchObject({ name: 'MailUnavailable', code: 'ETIMEDOUT' });
    expect(sink.mails).toHaveLength(1);
  });

  it('takes a connection cut before the answer as temporary and tries no second time by itself', async () => {
    sink.next('die-before-250');
    expect(await failureOf(mailer.send(aMail()))).toBeInstanceOf(MailUnavailable);
    expect(sink.mails).toHaveLength(1);
  });

  it('takes 250 as sent though the server dies right after it', async () => {
    sink.next('die-after-250');
    await mailer.send(aMail());
    expect(sink.mails).toHaveLength(1);
  });

  it('uses a new connection after one that was cut', async () => {
    sink.next('die-after-250');
    await mailer.send(aMail());
    await failureOf(mailer.send(aMail()));
    await mailer.send(aMail());
    expect(sink.mails.length).toBeGreaterThanOrEqual(2);
  });

  it('takes an unreachable server as temporary', async () => {
    await sink.stop();
    expect(await failureOf(mailer.send(aMail()))).toBeInstanceOf(MailUnavailable);
  });

  it.each([
    'ada@example.org\r\nBcc: eve@example.org',
    'ada@example.org, eve@example.org',
    'Ada <ada@example.org>',
    'ada',
    '',
    '"ada lovelace"@example.org',
    'ada..l@example.org',
    'ada@[127.0.0.1]',
    'ädä@example.org',
    'ada@localhost',
  ])('refuses %j as a recipient before it reaches the server', async (to) => {
    const error = await failureOf(mailer.send(aMail({ to })));
    expect(error).toMatchObject({ name: 'MailRefused', code: 'invalid_recipient' });
    expect(sink.recipients).toEqual([]);
  });

  it.each([
    "o'brien+crm@example.org",
    "a!#$%&'*+-/=?^_`{|}~b@example.org",
    `${'a'.repeat(64)}@example.org`,
    `a@${'b'.repeat(63)}.${'c'.repeat(63)}.example`,
    '1@1.it',
    '-@example.org',
    '{}@example.org',
    "'quoted'@example.org",
  ])('hands %s over as the one recipient', async (to) => {
    await mailer.send(aMail({ to }));
    expect(sink.recipients).toEqual([to]);
    expect((sink.mails[0]!.to as { value: unknown }).value).toEqual([{ address: to, name: '' }]);
  });

  it('hands a mail for an international domain over however it is written', async () => {
    for (const to of ['ada@müller.example', 'ada@xn--mller-kva.example']) await mailer.send(aMail({ to }));
    // The sink decodes what it is told in ASCII.
    expect(sink.recipients).toEqual(['ada@müller.example', 'ada@müller.example']);
  });

  it("keeps a sender's name with a comma one name", async () => {
    const other = new Mailer({ smtpUrl, folder: '/nowhere', from: '"Rossi, Bianchi & C." <no-reply@crm.example>' });
    await other.send(aMail());
    other.onApplicationShutdown();
    expect(sink.mails[0]!.from!.value).toEqual([{ address: 'no-reply@crm.example', name: 'Rossi, Bianchi & C.' }]);
  });

  it('leads answers to the given address, which bears no name', async () => {
    await mailer.send(aMail({ replyTo: 'marco@crm.example' }));
    expect(sink.mails[0]!.replyTo!.value).toEqual([{ address: 'marco@crm.example', name: '' }]);
  });

  it('wants no out-of-office answers, but to hear of what cannot be delivered', async () => {
    await mailer.send(aMail());
    const suppressed = String(sink.mails[0]!.headers.get('x-auto-response-suppress')).split(', ');
    expect(suppressed).toEqual(expect.arrayContaining(['OOF', 'AutoReply']));
    expect(suppressed).not.toContain('NDR');
    expect(suppressed).not.toContain('All');
  });

  it.each(['eve@example.org\r\nBcc: eve@example.org', 'a@b.example, c@d.example', ''])(
    'refuses %j as an address for answers',
    async (replyTo) => {
      expect(await failureOf(mailer.send(aMail({ replyTo })))).toMatchObject({
        name: 'MailRefused',
        code: 'invalid_reply_to',
      });
      expect(sink.recipients).toEqual([]);
    },
  );

  it('makes no header of line breaks in the subject or a file name', async () => {
    await mailer.send(
      aMail({
        subject: 'Hello\r\nBcc: eve@example.org\nX-Evil: 1',
        attachments: [
          { filename: 'a\r\nX-Evil: 2/b.pdf', content: Buffer.from('x'), contentType: 'text/plain\r\nX-Evil: 3' },
        ],
      }),
    );
    const [mail] = sink.mails;
    expect(mail!.subject).toBe('Hello Bcc: eve@example.org X-Evil: 1');
    expect(mail!.bcc).toBeUndefined();
    expect(mail!.headers.has('x-evil')).toBe(false);
    expect(mail!.attachments[0]!.headers.has('x-evil')).toBe(false);
    expect(sink.recipients).toEqual(['ada@example.org']);
  });
});

describe('Mailer into a folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mail-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('leaves one readable file named by the message id, however often it is sent', async () => {
    const mailer = new Mailer({ from, folder: join(folder, 'made', 'when missing') });
    await Promise.all([mailer.send(aMail()), mailer.send(aMail()), mailer.send(aMail())]);
    await mailer.send(aMail());
    const files = await readdir(join(folder, 'made', 'when missing'));
    if (process.platform !== 'win32')
      expect((await stat(join(folder, 'made', 'when missing'))).mode & 0o777).toBe(0o700);
    expect(files).toEqual([`${aMail().messageId.slice(1, -1)}.eml`]);
    const mail = await simpleParser(await readFile(join(folder, 'made', 'when missing', files[0]!)));
    expect(mail).toMatchObject({ messageId: aMail().messageId, subject: 'Benvenuta, però' });
    expect(mail.text).toContain('benvenuta.');
  });

  it('refuses a message id that would leave the folder', async () => {
    const mailer = new Mailer({ from, folder });
    const error = await failureOf(mailer.send(aMail({ messageId: '<../../etc/passwd@x>' })));
    expect(error).toMatchObject({ name: 'MailRefused', code: 'invalid_message_id' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes a folder it cannot write to as temporary', async () => {
    const mailer = new Mailer({ from, folder: '/dev/null/mail' });
    expect(await failureOf(mailer.send(aMail()))).toBeInstanceOf(MailUnavailable);
  });
});

describe('mailMessageId', () => {
  const id = (recipient: string, template = 'welcome') => mailMessageId(event, template, recipient, 'crm.example');

  it('is the same for the same event, template and recipient, and another for any other', () => {
    expect(id('ada@example.org')).toBe(id(' Ada@Example.org'));
    expect(new Set([id('ada@example.org'), id('bob@example.org'), id('ada@example.org', 'quote')]).size).toBe(3);
  });

  it('has the form of RFC 5322 and shows nothing of the recipient', () => {
    expect(id('ada@example.org')).toMatch(/^<[0-9a-f]{40}@crm\.example>$/);
  });
});

it.each([
  '',
  'Insurance CRM',
  'x@y.example\r\nBcc: eve@example.org',
  'a@x.example, b@x.example',
  'CRM <a@x.example> <b@x.example>',
  'CRM <"no reply"@x.example>',
  'a..b@x.example',
])('does not start with %j as sender', (sender) => {
  expect(() => new Mailer({ from: sender, folder: '/nowhere' })).toThrow('must be one e-mail address');
});
