import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execute, inProject, onPath, until } from './commands.mjs';
import { freePort, portOpen } from './ports.mjs';
import { gone } from './processes.mjs';

const PACKAGES = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'];

/**
 * A throw-away Redis (or Valkey) on a free port of the loopback interface: nothing kept, nothing evicted, its files in
 * `folder`. Answers `{ url, port, stop() }`, or null where none can be had; `note` tells how it went.
 */
export async function startRedis({ folder, note = () => {} }) {
  const server = await findRedis(note);
  if (!server) return null;
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  const child = spawn(
    server.file,
    [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--save',
      '',
      '--appendonly',
      'no',
      '--maxmemory-policy',
      'noeviction',
      '--databases',
      '64',
    ],
    { cwd: folder, env: { ...process.env, ...server.environment }, detached: true, stdio: 'ignore' },
  );
  let failed = false;
  child.on('error', () => {
    failed = true;
  });
  child.on('exit', () => {
    failed = true;
  });
  child.unref();
  const open = await until(async () => failed || (await portOpen(port)), 10_000);
  if (!open || failed) {
    note('it does not start');
    return null;
  }
  note(path.basename(server.file));
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    stop: async () => {
      if (failed) return;
      child.kill('SIGTERM');
      if (!(await gone(child.pid, 5000))) child.kill('SIGKILL');
    },
  };
}

/** The program that is here already, as `{ file, environment }`, or undefined. */
export function redisProgram() {
  const installed = ['redis-server', 'valkey-server'].map(onPath).find(Boolean);
  return installed ? { file: installed, environment: {} } : unpacked();
}

async function findRedis(note) {
  if (redisProgram()) return redisProgram();
  if (!onPath('apt-get')) {
    note('no redis-server or valkey-server on PATH');
    return null;
  }
  if (process.getuid?.() === 0) {
    note('apt-get install redis-server');
    await installPackage('redis-server');
    if (redisProgram()) return redisProgram();
  }
  note('apt-get download redis-server');
  await download();
  if (!redisProgram()) note('apt-get could not bring redis-server');
  return redisProgram() ?? null;
}

/** Installs a Debian package as root without letting it start a service of the system. */
export async function installPackage(name) {
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await execute('apt-get', ['update'], { env });
    return (await execute('apt-get', ['install', '-y', '--no-install-recommends', name], { env })).code === 0;
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

const cache = () => inProject('node_modules', '.cache', 'redis');

function unpacked() {
  const root = path.join(cache(), 'root');
  const file = path.join(root, 'usr/bin/redis-server');
  if (!existsSync(file)) return undefined;
  const libraries = path.join(root, 'usr/lib');
  const folders = readdirSync(libraries, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(libraries, entry.name));
  return {
    file,
    environment: { LD_LIBRARY_PATH: [...folders, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') },
  };
}

/** Without root: apt works on lists of its own, and the packages are unpacked beside the project's other downloads. */
async function download() {
  const folder = cache();
  const draft = path.join(folder, `draft-${process.pid}`);
  for (const each of ['lists/partial', 'archives/partial'])
    mkdirSync(path.join(folder, 'apt', each), { recursive: true });
  mkdirSync(draft, { recursive: true });
  const options = [
    '-o',
    `Dir::State::lists=${folder}/apt/lists`,
    '-o',
    `Dir::Cache=${folder}/apt`,
    '-o',
    'APT::Sandbox::User=',
  ];
  await execute('apt-get', [...options, 'update']);
  const { code } = await execute('apt-get', [...options, 'download', ...PACKAGES], { cwd: draft });
  if (code === 0) {
    const root = path.join(draft, 'root');
    for (const file of readdirSync(draft).filter((name) => name.endsWith('.deb')))
      await execute('dpkg', ['-x', path.join(draft, file), root]);
    await execute('mv', ['-T', root, path.join(folder, 'root')]);
  }
  rmSync(draft, { recursive: true, force: true });
  rmSync(path.join(folder, 'apt'), { recursive: true, force: true });
}
