import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  DocumentDamaged,
  DocumentStore,
  DocumentsUnavailable,
  hashOf,
  mustBeHash,
  unchanged,
} from './document-store.js';

/** Files of a folder, which all processes of a system must see. */
export class FolderStore extends DocumentStore {
  constructor(private readonly folder: string) {
    super();
  }

  /** Leaves nothing half-written where it fails. */
  override async put(bytes: Buffer): Promise<{ sha256: string; size: number }> {
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

  override async get(sha256: string): Promise<Buffer> {
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
    return unchanged(sha256, bytes);
  }

  private pathOf(sha256: string): string {
    mustBeHash(sha256);
    return join(this.folder, sha256.slice(0, 2), sha256);
  }
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
