import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BUCKET_KEYS, BucketServer } from '../../../test/support/bucket-server.js';
import { BucketStore } from './bucket-store.js';
import { DocumentDamaged, type DocumentStore, DocumentsUnavailable } from './document-store.js';
import { FolderStore } from './folder-store.js';

/** SHA-256 of `abc`, from FIPS 180-2. */
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const MEBIBYTE = 1 << 20;

async function files(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** One kind of store: a fresh one, where its objects are as files, and what makes it unusable. */
interface Kind {
  store: DocumentStore;
  folder: string;
  /** The file that holds the bytes of `abc`. */
  file: string;
  broken: DocumentStore;
}

let folder: string;
let bucket: BucketServer;

beforeAll(async () => {
  bucket = await BucketServer.start();
});
afterAll(() => bucket.stop());

const KINDS: Record<string, () => Promise<Kind>> = {
  folder: async () => {
    await writeFile(join(folder, 'file'), '');
    return {
      store: new FolderStore(join(folder, 'documents')),
      folder: join(folder, 'documents'),
      file: join(folder, 'documents', 'ba', ABC),
      broken: new FolderStore(join(folder, 'file', 'documents')),
    };
  },
  bucket: async () => {
    const inBucket = join(bucket.folder, 'contracts', 'of/all');
    await rm(inBucket, { recursive: true, force: true });
    return {
      store: new BucketStore(bucket.url, BUCKET_KEYS),
      folder: inBucket,
      file: join(inBucket, 'ba', `${ABC}._S3rver_object`),
      broken: new BucketStore(bucket.url.replace('contracts', 'no-such-bucket'), BUCKET_KEYS),
    };
  },
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'documents-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe.each(Object.keys(KINDS))('documents in a %s', (name) => {
  let kind: Kind;
  let store: DocumentStore;
  beforeEach(async () => {
    kind = await KINDS[name]!();
    ({ store } = kind);
  });

  it('are kept under their hash', async () => {
    expect(await store.put(Buffer.from('abc'))).toEqual({ sha256: ABC, size: 3 });
    expect((await store.get(ABC)).toString()).toBe('abc');
  });

  it('are kept once, also when the same bytes come many times at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => store.put(Buffer.from('abc'))));
    const hashes = new Set((await files(kind.folder)).map((file) => file.slice(0, ABC.length)));
    expect([...hashes]).toEqual([ABC]);
    expect((await store.get(ABC)).toString()).toBe('abc');
  });

  it('come back as they were, a megabyte of them too', async () => {
    const bytes = Buffer.alloc(MEBIBYTE, 'contract');
    const { sha256 } = await store.put(bytes);
    expect((await store.get(sha256)).equals(bytes)).toBe(true);
  });

  it('are said to be missing', async () => {
    await store.put(Buffer.from('another'));
    await expect(store.get(ABC)).rejects.toThrow(DocumentDamaged);
  });

  it('are refused when they are no longer what was kept, and kept anew', async () => {
    await store.put(Buffer.from('abc'));
    await writeFile(kind.file, 'abd');
    await expect(store.get(ABC)).rejects.toThrow(DocumentDamaged);
    await store.put(Buffer.from('abc'));
    expect((await store.get(ABC)).toString()).toBe('abc');
  });

  it('are read by no path but a hash', async () => {
    await expect(store.get('../../etc/passwd')).rejects.toThrow(TypeError);
  });

  it('are unavailable while the place for them is', async () => {
    await expect(kind.broken.put(Buffer.from('abc'))).rejects.toThrow(DocumentsUnavailable);
    await expect(kind.broken.get(ABC)).rejects.toThrow(DocumentsUnavailable);
  });
});

describe('the folder of documents', () => {
  const posix = process.platform === 'win32' ? it.skip : it;
  posix('is one that nobody else may enter', async () => {
    const made = join(folder, 'made');
    await new FolderStore(made).put(Buffer.from('abc'));
    for (const each of [made, join(made, 'ba')]) expect((await stat(each)).mode & 0o777).toBe(0o700);
  });

  const maybe = process.platform === 'linux' && process.getuid?.() === 0 ? it : it.skip;
  maybe('has nothing left behind on a full disk (needs root, for a disk of 1 MiB)', async () => {
    const disk = join(folder, 'disk');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
    } catch {
      return; // A container may deny its root the mount.
    }
    try {
      const small = new FolderStore(disk);
      await expect(small.put(Buffer.alloc(2 * MEBIBYTE))).rejects.toThrow(/No space is left/);
      expect(await files(folder)).toEqual([]);
      expect(await small.put(Buffer.from('abc'))).toEqual({ sha256: ABC, size: 3 });
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

describe('the bucket of documents', () => {
  it('takes nothing from who has the wrong key', async () => {
    const stranger = new BucketStore(bucket.url, { ...BUCKET_KEYS, secretAccessKey: 'guessed' });
    await expect(stranger.put(Buffer.from('abc'))).rejects.toThrow(/SignatureDoesNotMatch/);
    await expect(stranger.get(ABC)).rejects.toThrow(DocumentsUnavailable);
  });

  it('is unavailable while its server is away', async () => {
    const gone = await BucketServer.start();
    const store = new BucketStore(gone.url, BUCKET_KEYS);
    await gone.stop();
    await expect(store.put(Buffer.from('abc'))).rejects.toThrow(DocumentsUnavailable);
    await expect(store.get(ABC)).rejects.toThrow(DocumentsUnavailable);
  });
});
