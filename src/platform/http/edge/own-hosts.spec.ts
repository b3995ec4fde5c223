import { readFileSync } from 'node:fs';
import { type IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../config/config.js';
import { ownHosts, pathOfTarget } from './own-hosts.js';

const NEEDED = {
  DATABASE_URL: 'postgresql://app@127.0.0.1/crm',
  JWT_SECRET: 'b1946ac92492d2347c6235b4d2611184',
  SEAL_KEY: '591785b794601e212b260e25925636fd',
  DATA_KEY: '0cc175b9c0f1b6a831c399e269772661',
};

/** `ours`, or the code of the problem that a request comes to. */
function verdict(host: string | undefined, url = '/api/v1/prospects', environment: NodeJS.ProcessEnv = {}): string {
  try {
    ownHosts(loadConfig({ ...NEEDED, ...environment }))({ url, headers: { host } } as IncomingMessage);
    return 'ours';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('the host of a request', () => {
  it.each([
    'localhost',
    'LOCALHOST:3000',
    'localhost.',
    '127.0.0.1:3000',
    '127.8.9.10',
    '[::1]:80',
    '[::ffff:127.0.0.1]',
  ])('may be loopback: %s', (host) => {
    expect(verdict(host)).toBe('ours');
  });

  it('may be the one of PUBLIC_URL, or what the process listens on, on any port', () => {
    const PUBLIC_URL = 'https://crm.example.com/';
    expect(
      ['crm.example.com', 'CRM.example.com:8443', 'example.com', 'crm.example.com.evil.example'].map((host) =>
        verdict(host, '/', { PUBLIC_URL }),
      ),
    ).toEqual(['ours', 'ours', 'misdirected_request', 'misdirected_request']);
    expect(verdict('192.168.1.5:3000', '/', { HOST: '192.168.1.5' })).toBe('ours');
    expect(verdict('[2001:db8::5]:3000', '/', { HOST: '2001:db8::5' })).toBe('ours');
  });

  it('may be in ALLOWED_HOSTS', () => {
    const ALLOWED_HOSTS = 'crm.internal, 10.1.2.3,[2001:DB8::1], CRM_2';
    for (const host of ['crm.internal:80', '10.1.2.3', '[2001:db8:0::1]', 'crm_2:3000'])
      expect([host, verdict(host, '/', { ALLOWED_HOSTS })]).toEqual([host, 'ours']);
    expect(verdict('x.crm.internal', '/', { ALLOWED_HOSTS })).toBe('misdirected_request');
  });

  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    '0x7f000001.evil.example',
    '192.0.2.1',
    '[2001:db8::1]',
    undefined,
  ])("is a stranger's else: %s", (host) => {
    for (const url of ['/', '/api/v1/prospects', '/docs', '/healthy', '/queues', '/api/v1/metrics-of-another'])
      expect([url, verdict(host, url)]).toEqual([url, 'misdirected_request']);
  });

  it.each(['a b', 'user@localhost', 'localhost:99999', 'localhost:80:80', 'localhost/x', '[::1', 'é.example'])(
    'is none: %s',
    (host) => {
      expect(verdict(host)).toBe('bad_request');
    },
  );

  it('is the one of an absolute target, whatever Host says', () => {
    expect(verdict('localhost', 'http://evil.example/api/v1/prospects')).toBe('misdirected_request');
    expect(verdict('evil.example', 'http://localhost:3000/api/v1/prospects')).toBe('ours');
    expect(verdict('localhost', 'http://user@localhost/')).toBe('bad_request');
  });

  it("is nobody's business for a probe of health, and for a scraper that uses an address or a name without dots", () => {
    for (const url of ['/health', '/health/ready?verbose=1', '/api/v1/health/live']) {
      for (const host of ['10.42.0.7:3000', 'api1:3000', 'crm.default.svc.cluster.local', undefined])
        expect([url, host, verdict(host, url)]).toEqual([url, host, 'ours']);
    }
    for (const url of ['/metrics', '/api/v1/metrics']) {
      expect(['10.42.0.7:3000', '[fd00::7]:3000', 'api1:3000'].map((host) => verdict(host, url))).toEqual([
        'ours',
        'ours',
        'ours',
      ]);
      // A page of this name, opened by somebody inside, would read the figures from the private network.
      expect(verdict('evil.example', url)).toBe('misdirected_request');
    }
  });

  it('is what stands before it in docker', () => {
    const targets = ['Caddyfile', 'prometheus/prometheus.yml'].flatMap((file) =>
      [...readFileSync(new URL(`../../../../docker/${file}`, import.meta.url), 'utf8').matchAll(/\bapi\d:3000/g)].map(
        ([host]) => [file, host] as const,
      ),
    );
    expect(targets.length).toBe(4);
    for (const [file, host] of targets)
      expect([file, host, verdict(host, file === 'Caddyfile' ? '/health/ready' : '/metrics')]).toEqual([
        file,
        host,
        'ours',
      ]);
  });
});

it('a whole URL as target leads where its path does', () => {
  expect(['/a?b', 'http://localhost:3000/a?b', 'HTTPS://x', 'http://x?b', '*'].map(pathOfTarget)).toEqual([
    '/a?b',
    '/a?b',
    '/',
    '/?b',
    '*',
  ]);
});
