import { withoutInvisible } from './text.js';

const MOST_LOCAL = 64;
const MOST_LENGTH = 254;
/** A dot-atom (RFC 5322 §3.2.3), but nothing that mail programs would decode (RFC 2047 §2): `=?utf-8?q?a?=`. */
const LOCAL = /^(?!.*=\?.*\?=)[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
/** Labels of letters, digits and inner hyphens (RFC 1035 §2.3.1), two at least, of which the last is no number. */
const DOMAIN = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?:[a-z]{2,63}|xn--[a-z\d-]{1,58}[a-z\d])$/;

/**
 * An e-mail address in the form that is stored and that mails are sent to, or undefined for what cannot be relied on to
 * be delivered. It is RFC 5321's `Mailbox` without quoted local parts and address literals, which few servers take, and
 * with its limits (64 octets before the @, 254 in all). An international domain becomes its ASCII form (`xn--…`), so
 * that every server takes it and one address has one form; letters before the @ other than ASCII ask of every server on
 * the way that it knows RFC 6531, so they are refused. Invisible characters pasted along fall away.
 */
export function emailAddress(text: string): string | undefined {
  const plain = withoutInvisible(text).trim();
  const at = plain.lastIndexOf('@');
  const local = plain.slice(0, Math.max(at, 0));
  const domain = asciiDomain(plain.slice(at + 1));
  const address = `${local}@${domain}`;
  return local.length <= MOST_LOCAL && LOCAL.test(local) && DOMAIN.test(domain) && address.length <= MOST_LENGTH
    ? address
    : undefined;
}

function asciiDomain(domain: string): string {
  if (!/[^\0-\x7f]/.test(domain)) return domain.toLowerCase();
  // What would end the host within a URL has no place in a domain either.
  return /[\0- "#%/:<>?@[\\\]^`{|}]/.test(domain) || !URL.canParse(`http://${domain}`)
    ? ''
    : new URL(`http://${domain}`).hostname;
}
