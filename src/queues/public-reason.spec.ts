import { expect, it } from '@jest/globals';
import { publicReason } from './public-reason.js';

it.each([
  ['mail refused: 550 5.1.1', '550 5.1.1'],
  ['mail not sent, try again later: ECONNECTION', 'ECONNECTION'],
  ['no_longer_insurable: Ada Rossi is too old', 'no_longer_insurable'],
])('tells the code of %j', (reason, code) => {
  expect(publicReason(reason)).toBe(code);
});

it.each([
  'duplicate key value violates unique constraint "x": Key (email)=(ada@example.org) already exists',
  'ada@example.org: no such user',
  'Ada_Rossi: unknown',
  'mail refused: 550 <ada@example.org> unknown',
  "EACCES: permission denied, open '/var/lib/crm/documents/ab/cd'",
  '',
])('tells nothing of %j', (reason) => {
  expect(publicReason(reason)).toBeUndefined();
});
