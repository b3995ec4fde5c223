import { DomainError } from '../../../kernel/domain-error.js';

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;
/** Drops a byte order mark, as parsers may. */
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The text of bytes; undefined where they are not UTF-8. */
export function decodeUtf8(bytes: Buffer): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Whether each percent-encoding in a text is one, and all of them together are UTF-8. */
export function isPercentEncoded(text: string): boolean {
  try {
    return !text.includes('%') || decodeURIComponent(text).length > 0;
  } catch {
    return false;
  }
}

/** Refuses a body that says of itself that it is not UTF-8. @throws unsupported_media_type */
export function mustBeInUtf8(contentType = ''): void {
  const charset = CHARSET.exec(contentType)?.[1];
  if (charset && !/^utf-?8$/i.test(charset))
    throw new DomainError('unsupported_media_type', `Send the body in UTF-8, not in ${charset.slice(0, 40)}.`);
}
