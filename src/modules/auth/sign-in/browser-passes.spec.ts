import { describe, expect, it } from '@jest/globals';
import { BrowserPasses } from './browser-passes.js';

const cookieFor = (protocol: string, PUBLIC_URL?: string): string => {
  const tokens = { seconds: 900, sign: (typ: string, id: number, session: string) => `${typ}.${id}.${session}` };
  const passes = new BrowserPasses(
    tokens as never,
    {} as never,
    {} as never,
    { PUBLIC_URL, HOST: '127.0.0.1', PORT: 3000 } as never,
  );
  return passes.issue({ id: 1, session_id: 's' } as never, '/queues', { protocol } as never).cookie;
};

describe("a browser's pass", () => {
  it('is taken over https only where people come that way', () => {
    const secure = '__Secure-crm_queues=queues.1.s; Path=/queues; Max-Age=900; HttpOnly; SameSite=Strict; Secure';
    expect(cookieFor('https')).toBe(secure);
    expect(cookieFor('http', 'https://crm.example.com')).toBe(secure);
    expect(cookieFor('http')).toBe('crm_queues=queues.1.s; Path=/queues; Max-Age=900; HttpOnly; SameSite=Strict');
  });
});
