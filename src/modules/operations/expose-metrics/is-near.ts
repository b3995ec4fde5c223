import { isIP } from 'node:net';

/** Loopback, private (RFC 1918, RFC 4193) and link-local addresses. */
export function isNear(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  if (isIP(plain) === 6) return plain === '::1' || /^f[cd]|^fe[89ab]/i.test(plain);
  return /^(127|10|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(plain);
}
