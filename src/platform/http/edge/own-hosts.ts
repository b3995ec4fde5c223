import { type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { DomainError } from '../../../kernel/domain-error.js';
import { type Config, publicUrl } from '../../config/config.js';
import { hostOf, isLoopback } from '../../config/networks.js';

const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/i;
/** Whoever probes an instance calls it by the address it happens to have; there is nothing here that is not everybody's. */
const HEALTH = /^(\/api\/v1)?\/health(?![^/?])/;
const METRICS = /^(\/api\/v1)?\/metrics(?![^/?])/;

/** The path and query of a request target, which may be a whole URL (RFC 9112 3.2.2). */
export function pathOfTarget(target: string): string {
  const path = ABSOLUTE.exec(target)?.[2];
  return path === undefined ? target : path.replace(/^(?!\/)/, '/');
}

/**
 * Refuses requests to a host that is not this system: a stranger's name that leads here (DNS rebinding) makes our pages
 * and answers part of the stranger's site. Ours are `PUBLIC_URL`'s, loopback and `ALLOWED_HOSTS`, whatever the port.
 */
export function ownHosts(
  config: Pick<Config, 'PUBLIC_URL' | 'HOST' | 'PORT' | 'ALLOWED_HOSTS'>,
): (request: IncomingMessage) => void {
  const ours = new Set([
    URL.parse(publicUrl(config))?.hostname,
    ...config.ALLOWED_HOSTS.map((host) => host.toLowerCase()),
  ]);
  return (request) => {
    const target = (request as { originalUrl?: string }).originalUrl ?? request.url!;
    const [, authority = request.headers.host ?? ''] = ABSOLUTE.exec(target) ?? [];
    const host = hostOf(authority);
    if (host === undefined && authority !== '') throw new DomainError('bad_request', 'The Host header names no host.');
    const path = pathOfTarget(target);
    if (HEALTH.test(path)) return;
    // A service is scraped by its address, or by a name of its network without dots: neither is any stranger's to give.
    if (METRICS.test(path) && host && (isIP(host.replace(/[[\]]/g, '')) || !host.includes('.'))) return;
    if (host !== undefined && (ours.has(host) || isLoopback(host))) return;
    throw new DomainError(
      'misdirected_request',
      `${host ?? 'A request without Host'} is no name of this system. Its operator can add one to ALLOWED_HOSTS.`,
    );
  };
}
