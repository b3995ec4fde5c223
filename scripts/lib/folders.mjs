import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { project, until } from './commands.mjs';
import { onStop } from './lifecycle.mjs';
import { identityOf, processesIn, signal } from './processes.mjs';
import { Failure } from './terminal.mjs';

/**
 * The user that PostgreSQL runs as: it refuses root, so root steps down to the owner of an existing data folder, else
 * to `postgres`, else to `nobody`. Null where the running user will do.
 */
export function databaseUser(dataDir) {
  if (process.getuid?.() !== 0) return null;
  const owner = dataDir && statSync(dataDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { name: `number ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [name, , uid, gid] = users.find(([user]) => user === 'postgres') ??
    users.find(([user]) => user === 'nobody') ?? ['nobody', '', '65534', '65534'];
  return { name, uid: Number(uid), gid: Number(gid) };
}

/** May `user` pass through this folder and all above it? (null: the running user, who may) */
export function mayEnter(folder, user) {
  return user === null || lineage(folder).every((each) => passable(each, user));
}

function passable(folder, user) {
  const { mode, uid, gid } = statSync(folder);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0;
}

/** The folder and everything above it, from the root down. */
function lineage(folder) {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [...lineage(parent), folder];
}

/**
 * DATA_DIR, else `.data` in the project, else (a project that the database's user may not enter) a folder in /var/lib.
 */
export function chooseDataDir() {
  if (process.env.DATA_DIR) return path.resolve(process.env.DATA_DIR);
  const inProject = path.join(project, '.data');
  if (mayEnter(project, databaseUser(inProject))) return inProject;
  const name = createHash('sha256').update(project).digest('hex').slice(0, 8);
  return `/var/lib/insurance-crm/${name}`;
}

/** Makes the data folder (its parents 0755) so that the database's user can pass through it; answers its real path. */
export function prepareDataDir(dataDir) {
  let missing;
  try {
    missing = lineage(dataDir).filter((each) => !exists(each));
    // Each by itself: Node's recursive way never ends where a parent cannot hold folders (/proc).
    for (const folder of missing) makeFolder(folder);
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Failure(
      `The data folder ${dataDir} cannot be ${error.syscall === 'access' ? 'used' : 'made'} (${error.code}).`,
      'Run as the user who made it, or name another one: DATA_DIR=/some/folder npm start',
    );
  }
  const user = databaseUser(dataDir);
  // It holds personal data: nobody else may look in, the database's user may pass through.
  if (missing.includes(dataDir)) chmodSync(dataDir, user ? 0o711 : 0o700);
  if (user === null) return realpathSync(dataDir);
  for (const folder of missing) if (folder !== dataDir) chmodSync(folder, 0o755);
  // The data folder itself and a temporary parent (mktemp makes it 0700) may be opened; somebody's home may not.
  const real = realpathSync(dataDir);
  for (const folder of lineage(real).filter((each) => !passable(each, user))) {
    if (folder === os.homedir() || statSync(folder).uid !== 0) {
      throw new Failure(
        `The database's user (${user.name}) may not enter ${folder}, where the data folder ${real} is.`,
        'Name one outside it: DATA_DIR=/var/lib/insurance-crm npm start',
      );
    }
    chmodSync(folder, (statSync(folder).mode & 0o7777) | 0o011);
  }
  return real;
}

function makeFolder(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}

function exists(file) {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

const PREFIX = 'insurance-crm-';

/**
 * A folder that lives as long as this process and goes last of all that it started; what a killed run left of the kind
 * is cleared first.
 */
export async function throwAwayDir(kind) {
  const base = realpathSync(mayEnter(os.tmpdir(), databaseUser()) ? os.tmpdir() : '/var/tmp');
  await clearLeftovers(base);
  const folder = mkdtempSync(path.join(base, `${PREFIX}${kind}-${process.pid}-`));
  onStop(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  chmodSync(folder, 0o711);
  return folder;
}

async function clearLeftovers(base) {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync(base)) {
    const owner = new RegExp(`^${PREFIX}[a-z]+-(\\d+)-\\w{6}$`).exec(name)?.[1];
    const folder = path.join(base, name);
    const stat = owner && lstatSync(folder, { throwIfNoEntry: false });
    if (!stat?.isDirectory() || stat.uid !== process.getuid() || identityOf(Number(owner)) !== null) continue;
    // Servers run with their working directory inside; SIGQUIT lets PostgreSQL free its shared memory.
    for (const pid of processesIn(folder)) signal(pid, 'SIGQUIT');
    await until(() => processesIn(folder).length === 0, 5000);
    for (const pid of processesIn(folder)) signal(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}
