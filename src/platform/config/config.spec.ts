import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, directUrl, isPooled, loadConfig } from './config.js';

const NEEDED = {
  DATABASE_URL: 'postgresql://app@127.0.0.1/crm',
  JWT_SECRET: 'x'.repeat(32), SEAL_KEY: 'x'.repeat(32), DATA_KEY: 'x'.repeat(32),
};

describe('TRUSTED_PROXIES', () => {
  const proxies = (text: string) => loadConfig({ ...NEEDED, TRUSTED_PROXIES: text }).TRUSTED_PROXIES;

  it('names nobody unless told', () => expect(proxies('')).toEqual([]));

  it('takes addresses and ranges of both families', () => {
    expect(proxies('10.0.0.0/8, 192.0.2.1,2001:db8::/32 , ::1')).toEqual(['10.0.0.0/8', '192.0.2.1', '2001:db8::/32', '::1']);
  });

  it.each(['true', 'loopback', 'proxy.example.com', '10.0.0.0/33', '10.0.0/8', '::1/129', '10.0.0.1/8/8', '0.0.0.0/0', '::/0', '*', '1'])('refuses %s', (text) => {
    expect(() => proxies(text)).toThrow(ConfigurationError);
    expect(() => proxies(text)).toThrow(/TRUSTED_PROXIES/);
  });
});

describe('secrets', () => {
  it.each(['JWT_SECRET', 'SEAL_KEY', 'DATA_KEY'])('%s is required, and too short a one does not boot', (name) => {
    expect(() => loadConfig({ ...NEEDED, [name]: undefined })).toThrow(`${name} is required`);
    expect(() => loadConfig({ ...NEEDED, [name]: 'x'.repeat(31) })).toThrow(/at least 32 bytes/);
  });

  it('are no excuse for test tools in production', () => {
    expect(() => loadConfig({ ...NEEDED, NODE_ENV: 'production', FAILPOINTS: 'any' })).toThrow(/FAILPOINTS/);
    expect(() => loadConfig({ ...NEEDED, NODE_ENV: 'production', CLOCK_START: '2027-01-01T00:00:00Z' })).toThrow(/CLOCK_START/);
    expect(() => loadConfig({ ...NEEDED, CORS_ORIGINS: 'https://a.example,*' })).toThrow(/CORS_ORIGINS/);
  });
});

describe('what the servers around are called', () => {
  const refusal = (more: NodeJS.ProcessEnv) => {
    try {
      loadConfig({ ...NEEDED, ...more });
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };

  it('names every address that cannot be one, at once', () => {
    const said = refusal({ REDIS_URL: 'redis://a,b?cluster=false', DOCUMENTS_URL: 's3://contracts?acl=public', DATABASE_REPLICA_URL: 'mysql://a' });
    expect(said).toMatch(/REDIS_URL names several nodes/);
    expect(said).toMatch(/DOCUMENTS_URL takes no option but endpoint and region/);
    expect(said).toMatch(/DATABASE_REPLICA_URL/);
  });

  it('wants one place for the documents, and the keys to it', () => {
    const DOCUMENTS_URL = 's3://contracts';
    const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
    expect(refusal({ DOCUMENTS_URL })).toMatch(/needs AWS_ACCESS_KEY_ID/);
    expect(refusal({ DOCUMENTS_URL, ...keys, DOCUMENTS_DIR: '/documents' })).toMatch(/two places/);
    expect(refusal({ DOCUMENTS_URL, ...keys })).toBe('');
  });

  it('goes past a pooler where sessions are needed, and only there', () => {
    const direct = 'postgresql://app@127.0.0.1:5433/crm';
    const pooled = loadConfig({ ...NEEDED, DATABASE_DIRECT_URL: direct });
    expect([directUrl(pooled), isPooled(pooled)]).toEqual([direct, true]);
    const plain = loadConfig(NEEDED);
    expect([directUrl(plain), isPooled(plain)]).toEqual([NEEDED.DATABASE_URL, false]);
  });
});
