import { expect, it } from '@jest/globals';
import { nothingWasSent } from './nothing-was-sent.js';

it.each([
  ['a busy server', '421 4.3.2'],
  ['a message deferred after DATA', '451 4.7.1'],
  ['a full mailbox', '452'],
  ['a wrong password', 'EAUTH 535 5.7.8'],
  ['a server that greets with 554', 'EPROTOCOL 554'],
  ['a sender that must log in', 'EENVELOPE 530'],
  ['an unknown host', 'EDNS'],
  ['a closed port', 'ECONNREFUSED'],
  ['a server that never greets', 'ENOGREETING'],
  ['a full disk', 'ENOSPC'],
])('is certain of %s', (_case, code) => {
  expect(nothingWasSent({ code })).toBe(true);
});

it.each([
  ['silence, perhaps after DATA', 'ETIMEDOUT'],
  ['a connection that was cut', 'ECONNECTION'],
  ['a socket that failed', 'ESOCKET'],
  ['an answer out of turn', 'EPROTOCOL'],
  ['a hand-over given up', 'ABORT_ERR'],
  ['a failure that tells nothing', 'unknown'],
])('is not certain of %s', (_case, code) => {
  expect(nothingWasSent({ code })).toBe(false);
});
