import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findBrowser } from './find-browser.js';
import { packagedBrowser } from './packaged-browser.js';

const VARIABLE = 'PUPPETEER_EXECUTABLE_PATH';
const configured = process.env[VARIABLE];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'browser-'));
});

afterEach(async () => {
  if (configured === undefined) delete process.env[VARIABLE];
  else process.env[VARIABLE] = configured;
  await rm(folder, { recursive: true, force: true });
});

function version(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
    return (createRequire(import.meta.url)(join(entry, '..', '..', 'package.json')) as { version: string }).version;
  } catch {
    return undefined;
  }
}

describe('finding a browser', () => {
  it('takes the configured one before any other', async () => {
    process.env[VARIABLE] = process.execPath;
    expect(await findBrowser(folder)).toEqual({ executablePath: process.execPath, env: {} });
  });

  it('says so when the configured one is not there, instead of taking another', async () => {
    process.env[VARIABLE] = join(folder, 'absent');
    await expect(findBrowser(folder)).rejects.toThrow(/PUPPETEER_EXECUTABLE_PATH is .*absent/);
  });

  const packaged = process.platform === 'linux' && process.arch === 'x64' && version() !== undefined ? it : it.skip;
  packaged(
    "inflates the one inside npm once for all who ask at once, past a dead one's lock, and keeps no older one",
    async () => {
      await mkdir(join(folder, 'chromium-1.0.0'));
      const lock = join(folder, `chromium-${version()}.lock`);
      await writeFile(lock, '');
      await utimes(lock, new Date('2020-01-01'), new Date('2020-01-01'));
      const found = await Promise.all([packagedBrowser(folder), packagedBrowser(folder), packagedBrowser(folder)]);
      const executablePath = join(folder, `chromium-${version()}`, 'chromium');
      expect(found.map((browser) => browser?.executablePath)).toEqual([executablePath, executablePath, executablePath]);
      expect(await readdir(folder)).toEqual([`chromium-${version()}`]);
    },
    60_000,
  );
});
