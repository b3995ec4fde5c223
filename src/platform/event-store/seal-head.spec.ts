import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readHeads, type SealHead, writeHead } from './seal-head.js';

const headOf = (number: number): SealHead => ({
  number,
  last_sequence: number * 10,
  hmac: String(number).repeat(64),
  sealed_at: '2026-11-25T08:00:00.000Z',
});

describe('the head kept outside the database', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crm-head-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is kept for each database by itself', async () => {
    await writeHead(folder, 'one', headOf(3));
    await writeHead(folder, 'another', headOf(1));
    expect(await readHeads(folder)).toEqual({ one: headOf(3), another: headOf(1) });
    expect(await readdir(folder)).toEqual(['seal.head']);
  });

  it('never goes back: a slower worker with an earlier block changes nothing', async () => {
    await writeHead(folder, 'one', headOf(3));
    await writeHead(folder, 'one', headOf(2));
    expect(await readHeads(folder)).toEqual({ one: headOf(3) });
  });

  it('is nothing where there is no file, and says so where the file cannot be read', async () => {
    expect(await readHeads(folder)).toEqual({});
    await writeFile(join(folder, 'seal.head'), '{"one": ');
    await expect(readHeads(folder)).rejects.toThrow(/seal\.head cannot be read/);
    await expect(writeHead(folder, 'one', headOf(1))).rejects.toThrow(/seal\.head cannot be read/);
  });
});
