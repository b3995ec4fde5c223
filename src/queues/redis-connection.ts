/** What the names of all keys in Redis begin with; in braces, so that a cluster keeps them together. */
export const QUEUE_PREFIX = '{crm}';

/** How to reach the Redis that a URL names; a lost connection is tried again at least every second. */
export function redisConnection(redisUrl: string) {
  const { hostname, port, username, password, protocol, pathname } = new URL(redisUrl);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 6379),
    username: username || undefined,
    password: password ? decodeURIComponent(password) : undefined,
    db: Number(pathname.slice(1) || 0),
    tls: protocol === 'rediss:' ? {} : undefined,
    connectTimeout: 5_000,
    retryStrategy: (times: number) => Math.min(times * 200, 1_000),
  };
}
