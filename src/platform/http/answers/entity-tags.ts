import { createHash } from 'node:crypto';
import { DomainError } from '../../../kernel/domain-error.js';

/** What a conditional header names: `*`, or tags as they are written, `"1"` or `W/"1"`. */
export type EntityTags = '*' | readonly string[];

/** One element of a list, which may be empty, and what ends it (RFC 9110 5.6.1, 8.8.3). */
const ELEMENT = /[ \t]*((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")?[ \t]*(,|$)/y;

/** Reads the value of `If-Match` or `If-None-Match`; undefined where it was not sent. @throws bad_request for what is no list of tags */
export function entityTags(name: string, value: string | undefined): EntityTags | undefined {
  if (value === undefined) return undefined;
  if (value.trim() === '*') return '*';
  const tags: string[] = [];
  ELEMENT.lastIndex = 0;
  for (let found = ELEMENT.exec(value); found; found = ELEMENT.exec(value)) {
    if (found[1]) tags.push(found[1]);
    if (!found[2]) {
      if (tags.length > 0) return tags;
      break;
    }
  }
  throw new DomainError('bad_request', `${name} takes entity tags as ETag has them, such as "1" or "1", "2", or *.`);
}

/** Whether one of the tags is `etag`, byte for byte; a weak one, on either side, never is. */
export function matchStrongly(tags: EntityTags, etag: string): boolean {
  return tags === '*' || (!etag.startsWith('W/') && tags.includes(etag));
}

/** Whether one of the tags is `etag`, weak or not. */
export function matchWeakly(tags: EntityTags, etag: string): boolean {
  const opaque = (tag: string) => tag.replace(/^W\//, '');
  return tags === '*' || tags.some((tag) => opaque(tag) === opaque(etag));
}

/** The tag of one version of a resource. */
export function tagOfVersion(version: number): string {
  return `"${version}"`;
}

/** The tag of these very bytes: their SHA-256. */
export function tagOfBytes(bytes: string | Buffer): string {
  return `"${createHash('sha256').update(bytes).digest('hex')}"`;
}
