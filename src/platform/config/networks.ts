import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

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

/** A host name or address (IPv6 with brackets or without) that leads to nobody but this machine. */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  const family = isIP(address);
  return family === 0 ? address.toLowerCase() === 'localhost' : loopback.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/**
 * The host that `authority` (`name:port`, as `Host` has it) names, as browsers write it: lower case, addresses in their
 * one form, IPv6 in brackets, no dot at the end. Undefined for what names none.
 */
export function hostOf(authority: string): string | undefined {
  if (!/^(\[[\da-f:.]+\]|[\w.-]+)(:\d*)?$/i.test(authority)) return undefined;
  return URL.parse(`http://${authority}`)?.hostname.replace(/\.$/, '') || undefined;
}
