import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { VerifiedTokens } from './verified-tokens.js';

describe('tokens that were found right before', () => {
  const claims = { sub: '3', typ: 'access' as const, jti: 'one', sid: 'a session', exp: 2_000_000_000 };
  let verified: VerifiedTokens;
  beforeEach(() => {
    jest.useFakeTimers({ now: (claims.exp - 60) * 1000 });
    verified = new VerifiedTokens();
    verified.remember('header.payload.signature', claims);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('are known again by their whole text, and by nothing less', () => {
    expect(verified.find('header.payload.signature')).toEqual(claims);
    for (const other of ['header.payload.signaturE', 'header.payload.', 'header.payload', '', null])
      expect(verified.find(other)).toBeUndefined();
  });

  it('until the second in which they run out', () => {
    jest.setSystemTime(claims.exp * 1000 - 1);
    expect(verified.find('header.payload.signature')).toEqual(claims);
    jest.setSystemTime(claims.exp * 1000);
    expect(verified.find('header.payload.signature')).toBeUndefined();
  });

  it('and never where they name no end', () => {
    verified.remember('endless', { ...claims, exp: undefined });
    expect(verified.find('endless')).toBeUndefined();
  });

  it('as many as memory has room for', () => {
    for (let index = 0; index < 10_000; index += 1) verified.remember(String(index), claims);
    expect(verified.find('header.payload.signature')).toBeUndefined();
    expect(verified.find('9999')).toEqual(claims);
  });
});
