import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DocumentDamaged, DocumentsUnavailable, DocumentStore } from './document-store.js';

/** SHA-256 of `abc`, from FIPS 180-2. */
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const MEBIBYTE = 1 << 20;

let folder: string;
let store: DocumentStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'documents-'));
  store = new DocumentStore(folder);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function files(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe('the document store', () => {
  it('keeps bytes under their hash', async () => {
    expect(await store.put(Buffer.from('abc'))).toEqual({ sha256: ABC, size: 3 });
    expect((await store.get(ABC)).toString()).toBe('abc');
  });

  it('keeps the same bytes once, also when they come many times at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => store.put(Buffer.from('abc'))));
    expect(await files()).toEqual([ABC]);
  });

  const posix = process.platform === 'win32' ? it.skip : it;
  posix('makes folders that nobody else may enter', async () => {
    const made = join(folder, 'made');
    await new DocumentStore(made).put(Buffer.from('abc'));
    for (const each of [made, join(made, 'ba')]) expect((await stat(each)).mode & 0o777).toBe(0o700);
  });

  it('says that a document is missing', async () => {
    await expect(store.get(ABC)).rejects.toThrow(DocumentDamaged);
  });

  it('refuses bytes that are no longer those that were kept, and keeps them anew', async () => {
    await store.put(Buffer.from('abc'));
    await writeFile(join(folder, 'ba', ABC), 'abd');
    await expect(store.get(ABC)).rejects.toThrow(DocumentDamaged);
    await store.put(Buffer.from('abc'));
    expect((await store.get(ABC)).toString()).toBe('abc');
  });

  it('reads no path but a hash', async () => {
    await expect(store.get('../../etc/passwd')).rejects.toThrow(TypeError);
  });

  it('is unavailable while its folder cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    const blocked = new DocumentStore(join(folder, 'file', 'documents'));
    await expect(blocked.put(Buffer.from('abc'))).rejects.toThrow(DocumentsUnavailable);
    await expect(blocked.get(ABC)).rejects.toThrow(DocumentsUnavailable);
  });

  const maybe = process.platform === 'linux' && process.getuid?.() === 0 ? it : it.skip;
  maybe('leaves nothing behind on a full disk (needs root, for a disk of 1 MiB)', async () => {
    const disk = join(folder, 'disk');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
    } catch {
      return; // A container may deny its root the mount.
    }
    try {
      const small = new DocumentStore(disk);
      await expect(small.put(Buffer.alloc(2 * MEBIBYTE))).rejects.toThrow(/No space is left/);
      expect(await files()).toEqual([]);
      expect(await small.put(Buffer.from('abc'))).toEqual({ sha256: ABC, size: 3 });
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});
