import { createHash } from 'node:crypto';

/** The store is full or does not answer: nothing was kept, and the same `put` may be tried again. */
export class DocumentsUnavailable extends Error {
  override readonly name = 'DocumentsUnavailable';
}

/** What was kept under this hash is gone or is no longer what was kept. */
export class DocumentDamaged extends Error {
  override readonly name = 'DocumentDamaged';
}

/** Documents named by the SHA-256 of their content, so that one can neither be changed nor stored twice. */
export abstract class DocumentStore {
  /**
   * Keeps the bytes for good: once this resolves they survive a power cut. `sha256` in lower-case hex, `size` in
   * bytes. Throws `DocumentsUnavailable` when they cannot be written.
   */
  abstract put(bytes: Buffer): Promise<{ sha256: string; size: number }>;

  /**
   * The bytes kept under this hash, checked against it. Throws `DocumentDamaged` when they are missing or differ,
   * `DocumentsUnavailable` when the store cannot be read.
   */
  abstract get(sha256: string): Promise<Buffer>;
}

export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A name comes from a row: it must never lead anywhere else. */
export function mustBeHash(sha256: string): void {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('not a SHA-256 in lower-case hex');
}

/** The bytes, if they are those of this hash. @throws DocumentDamaged */
export function unchanged(sha256: string, bytes: Buffer): Buffer {
  if (hashOf(bytes) !== sha256) throw new DocumentDamaged(`What is kept as document ${sha256} holds other bytes.`);
  return bytes;
}
