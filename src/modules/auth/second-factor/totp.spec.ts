import { describe, expect, it } from '@jest/globals';
import { base32, hotp, otpauthUri, stepAt, stepOfCode } from './totp.js';

const secret = Buffer.from('12345678901234567890');

describe('codes of an authenticator', () => {
  it.each([
    [0, '755224'],
    [1, '287082'],
    [2, '359152'],
    [3, '969429'],
    [4, '338314'],
    [5, '254676'],
    [6, '287922'],
    [7, '162583'],
    [8, '399871'],
    [9, '520489'],
  ])('are those of RFC 4226 appendix D at counter %d', (counter, code) => {
    expect(hotp(secret, counter)).toBe(code);
  });

  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('are the last six digits of RFC 6238 appendix B at second %d', (seconds, eightDigits) => {
    expect(hotp(secret, stepAt(seconds * 1000))).toBe(eightDigits.slice(2));
  });

  it('are taken one step early or late, and no further', () => {
    const at = 1_234_567_890_000;
    const step = stepAt(at);
    const taken = [-2, -1, 0, 1, 2].map((off) => stepOfCode(secret, hotp(secret, step + off), at));
    expect(taken).toEqual([undefined, step - 1, step, step + 1, undefined]);
  });

  it.each(['', '12345', '1234567', 'abcdef', '٠١٢٣٤٥'])('refuses what is no code: %j', (code) => {
    expect(stepOfCode(secret, code, 1_234_567_890_000)).toBeUndefined();
  });
});

describe('secrets', () => {
  it.each([
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('are written as RFC 4648 section 10 writes %s, without padding', (text, written) => {
    expect(base32(Buffer.from(text))).toBe(written);
  });

  it('travel as a URI that survives spaces and colons', () => {
    expect(otpauthUri(secret, 'Insurance CRM', 'a:b')).toBe(
      'otpauth://totp/Insurance%20CRM:a%3Ab?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Insurance%20CRM&algorithm=SHA1&digits=6&period=30',
    );
  });
});
