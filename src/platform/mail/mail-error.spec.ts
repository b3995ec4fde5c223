import { expect, it } from '@jest/globals';
import { MailUnavailable, mailError } from './mail-error.js';

it.each([
  [
    'a recipient refused',
    { code: 'EENVELOPE', responseCode: 550, response: '550 5.1.1 <ada@x> unknown', command: 'RCPT TO' },
    '550 5.1.1',
  ],
  ['a message refused', { code: 'EMESSAGE', responseCode: 554, response: '554 spam', command: 'DATA' }, '554'],
  ['a message larger than announced', { code: 'EMESSAGE', command: 'MAIL FROM' }, 'EMESSAGE'],
  [
    'a message too large',
    { code: 'EENVELOPE', responseCode: 552, response: '552 5.3.4 big', command: 'MAIL FROM' },
    '552 5.3.4',
  ],
])('takes %s as final', (_case, failure, code) => {
  expect(mailError(failure)).toMatchObject({ name: 'MailRefused', code });
});

it.each([
  [
    'a busy server',
    { code: 'EENVELOPE', responseCode: 421, response: '421 4.3.2 later', command: 'RCPT TO' },
    '421 4.3.2',
  ],
  ['a full mailbox', { code: 'EENVELOPE', responseCode: 452, response: '452 full', command: 'RCPT TO' }, '452'],
  [
    'a wrong password',
    { code: 'EAUTH', responseCode: 535, response: '535 5.7.8 bad', command: 'AUTH PLAIN' },
    'EAUTH 535 5.7.8',
  ],
  [
    'a missing login',
    { code: 'EENVELOPE', responseCode: 530, response: '530 login', command: 'MAIL FROM' },
    'EENVELOPE 530',
  ],
  [
    'a server that greets with 554',
    { code: 'EPROTOCOL', responseCode: 554, response: '554 no', command: 'CONN' },
    'EPROTOCOL 554',
  ],
  ['an unknown host', { code: 'EDNS' }, 'EDNS'],
  [
    'a closed port',
    { code: 'ESOCKET', originalCode: 'ECONNREFUSED', syscall: 'connect', command: 'CONN' },
    'ECONNREFUSED',
  ],
  ['a lost connection', { code: 'ESOCKET', originalCode: 'EHOSTUNREACH', syscall: 'read', command: 'CONN' }, 'ESOCKET'],
  ['no greeting', { code: 'ETIMEDOUT', timeoutType: 'GREETING_TIMEOUT', command: 'CONN' }, 'ENOGREETING'],
  ['silence', { code: 'ETIMEDOUT', timeoutType: 'SOCKET_TIMEOUT', command: 'CONN' }, 'ETIMEDOUT'],
  ['a full disk', { code: 'ENOSPC' }, 'ENOSPC'],
  ['a throw that tells nothing', undefined, 'unknown'],
])('takes %s as temporary', (_case, failure, code) => {
  expect(mailError(failure)).toMatchObject({ name: 'MailUnavailable', code });
});

it('keeps what is sorted already', () => {
  const sorted = new MailUnavailable('421');
  expect(mailError(sorted)).toBe(sorted);
});
