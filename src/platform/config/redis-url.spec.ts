import { describe, expect, it } from '@jest/globals';
import { readRedisUrl } from './redis-url.js';

describe('the address of Redis', () => {
  it('is one server', () => {
    expect(readRedisUrl('redis://127.0.0.1:6380/3')).toEqual({
      nodes: [{ host: '127.0.0.1', port: 6380 }],
      isCluster: false,
      username: undefined,
      password: undefined,
      db: 3,
      isEncrypted: false,
    });
    expect(readRedisUrl('rediss://crm:p%40ss%3Aword@redis.example')).toMatchObject({
      nodes: [{ host: 'redis.example', port: 6379 }],
      username: 'crm',
      password: 'p@ss:word',
      isEncrypted: true,
    });
    expect(readRedisUrl('redis://:only-a-password@[::1]:6379/')).toMatchObject({
      nodes: [{ host: '::1', port: 6379 }],
      username: undefined,
      password: 'only-a-password',
      db: 0,
    });
  });

  it('is a cluster, by several nodes or by saying so', () => {
    expect(readRedisUrl('redis://u:p@a:7000,b,[::1]:7002')).toMatchObject({
      nodes: [
        { host: 'a', port: 7000 },
        { host: 'b', port: 6379 },
        { host: '::1', port: 7002 },
      ],
      isCluster: true,
      password: 'p',
    });
    expect(readRedisUrl('rediss://configuration.example:6379?cluster=true')).toMatchObject({
      isCluster: true,
      isEncrypted: true,
    });
    expect(readRedisUrl('redis://a:7000/0?cluster=true')).toMatchObject({ isCluster: true, db: 0 });
  });

  it.each([
    ['http://a:6379', /must look like/],
    ['redis://', /must look like/],
    ['redis://a:7000,', /no host:port: an empty one/],
    ['redis://a:7000,b:70000', /b:70000/],
    ['redis://a:0', /a:0/],
    ['redis://a/1?cluster=true', /numbered database/],
    ['redis://a,b?cluster=false', /only a cluster has/],
    ['redis://a?cluster=yes', /cluster=true or cluster=false/],
    ['redis://a?family=6', /not family/],
    ['redis://u:100%@a', /%25/],
  ])('refuses %s', (text, complaint) => {
    expect(() => readRedisUrl(text)).toThrow(complaint);
  });
});
