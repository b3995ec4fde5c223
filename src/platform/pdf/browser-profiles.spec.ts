import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { newProfile } from './browser-profiles.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'profiles-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("removes the profiles of processes that are gone, and nobody else's", async () => {
  const { pid: gone } = spawnSync(process.execPath, ['--version']);
  const kept = [`insurance-crm-profile-${process.ppid}-abcdef`, 'insurance-crm-profile-other', 'somebody'];
  for (const name of [...kept, `insurance-crm-profile-${gone}-abcdef`]) await mkdir(join(folder, name));
  const profile = await newProfile(folder);
  expect((await readdir(folder)).sort()).toEqual([...kept, basename(profile)].sort());
});
