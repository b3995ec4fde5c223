import { isIP } from 'node:net';

/** An IPv4 or IPv6 address, or a CIDR range of them. */
export function isNetwork(text: string): boolean {
  const [address, prefix, ...more] = text.split('/');
  const family = isIP(address!);
  if (family === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

/** A range that every address is in. */
export function trustsEverybody(network: string): boolean {
  return network.endsWith('/0');
}
