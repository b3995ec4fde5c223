import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, lstat, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';

const require = createRequire(import.meta.url);
const STALE_LOCK_MS = 60_000;

/**
 * The Chromium that travels inside npm (linux x64 alone), inflated once per version into `cacheDir`. Its libraries
 * are used only where it does not start without them. `undefined` where the package is absent or cannot run here.
 */
export async function packagedBrowser(
  cacheDir?: string,
): Promise<{ executablePath: string; libraryPath?: string } | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const packageDir = findPackage();
  if (!packageDir) return undefined;
  const { version } = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')) as { version: string };
  const folder = join(cacheDir ?? (await privateCacheDir()), `chromium-${version}`);
  if (!(await exists(folder))) await inflateOnce(packageDir, folder);
  const executablePath = join(folder, 'chromium');
  const libraryPath = join(folder, 'lib');
  if (await starts(executablePath)) return { executablePath };
  if (await starts(executablePath, libraryPath)) return { executablePath, libraryPath };
  return undefined;
}

/** `libraryPath` in front of the LD_LIBRARY_PATH that this process has. */
export function withLibraries(libraryPath: string | undefined): NodeJS.ProcessEnv {
  if (!libraryPath) return process.env;
  const inherited = process.env['LD_LIBRARY_PATH'];
  return { ...process.env, LD_LIBRARY_PATH: inherited ? `${libraryPath}:${inherited}` : libraryPath };
}

function findPackage(): string | undefined {
  try {
    return dirname(dirname(require.resolve('@sparticuz/chromium')));
  } catch {
    return undefined;
  }
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
    await rename(half, folder);
  } finally {
    await rm(half, { recursive: true, force: true });
    await rm(lock, { force: true });
  }
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

async function starts(executablePath: string, libraryPath?: string): Promise<boolean> {
  return promisify(execFile)(executablePath, ['--version'], { env: withLibraries(libraryPath), timeout: 10_000 }).then(
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
