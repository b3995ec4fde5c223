import { isIPv6 } from 'node:net';

/**
 * Whom a limit per address counts: an IPv4 address itself, of IPv6 the /64 it lies in, since whoever has one such address has
 * all of them (RFC 6177). Anything else is answered as it came.
 */
export function networkOf(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped) return mapped;
  if (!isIPv6(address)) return address;
  const [head, tail] = address.split('::') as [string, string?];
  const groups = head.split(':').filter(Boolean);
  const ending = tail?.split(':').filter(Boolean) ?? [];
  while (groups.length + ending.length < 8) groups.push('0');
  return `${[...groups, ...ending]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
