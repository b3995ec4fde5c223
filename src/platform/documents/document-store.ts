import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';

/** Injection token of the folder that holds the documents. */
export const DOCUMENTS_DIR = Symbol('DOCUMENTS_DIR');

/** The disk is full or does not answer: nothing was kept, and the same `put` may be tried again. */
export class DocumentsUnavailable extends Error {
  override readonly name = 'DocumentsUnavailable';
}

/** What was kept under this hash is gone or is no longer what was kept. */
export class DocumentDamaged extends Error {
  override readonly name = 'DocumentDamaged';
}

/** Files named by the SHA-256 of their content, so that a document can neither be changed nor stored twice. */
@Injectable()
export class DocumentStore {
  constructor(@Inject(DOCUMENTS_DIR) private readonly folder: string) {}

  /**
   * Keeps the bytes for good: once this resolves they survive a power cut. `sha256` in lower-case hex, `size` in
   * bytes. Throws `DocumentsUnavailable` when they cannot be written, and then leaves nothing half-written.
   */
  async put(bytes: Buffer): Promise<{ sha256: string; size: number }> {
    const sha256 = hashOf(bytes);
    const path = this.pathOf(sha256);
    const temporary = join(this.folder, `${randomUUID()}.tmp`);
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeThrough(temporary, bytes);
      await rename(temporary, path);
      // The file's name is in its folder, and that folder's in the one above.
      await syncFolder(dirname(path));
      await syncFolder(this.folder);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw new DocumentsUnavailable(reason(error, this.folder), { cause: error });
    }
    return { sha256, size: bytes.length };
  }

  /**
   * The bytes kept under this hash, checked against it. Throws `DocumentDamaged` when they are missing or differ,
   * `DocumentsUnavailable` when the disk cannot be read.
   */
  async get(sha256: string): Promise<Buffer> {
    const path = this.pathOf(sha256);
    let bytes: Buffer;
    try {
      bytes = await readFile(path);
    } catch (error) {
      const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
      // A folder that is gone as a whole is a disk that is not mounted, which may come back.
      if (absent && (await stat(this.folder).catch(() => undefined))) {
        throw new DocumentDamaged(`Document ${sha256} is missing from ${this.folder}.`, { cause: error });
      }
      throw new DocumentsUnavailable(reason(error, this.folder), { cause: error });
    }
    if (hashOf(bytes) !== sha256) throw new DocumentDamaged(`The file of document ${sha256} holds other bytes.`);
    return bytes;
  }

  private pathOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError('not a SHA-256 in lower-case hex');
    return join(this.folder, sha256.slice(0, 2), sha256);
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function writeThrough(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows has no handle on a folder to sync; its rename is journalled by the file system.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function reason(error: unknown, folder: string): string {
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return `No space is left on the disk that holds ${folder}.`;
  return `The documents folder ${folder} is not usable: ${(error as Error).message}`;
}
