import { spawn } from 'node:child_process';
import { chownSync, closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { execute, until } from './commands.mjs';
import { databaseUser } from './folders.mjs';
import { initialise } from './initdb.mjs';
import { freePort } from './ports.mjs';
import { findPostgres } from './postgres-binaries.mjs';
import { provision, urls } from './postgres-roles.mjs';
import { clearStale, findRunning, postmaster } from './postmaster.mjs';
import { gone, identityOf, runsIn, signal } from './processes.mjs';
import { databasePasswords } from './secrets.mjs';
import { Failure, warn } from './terminal.mjs';

/**
 * Runs PostgreSQL on `dataDir` (prepared, see folders.mjs), or adopts the server that a killed run left there.
 * `durable: false` trades safety for speed (tests).
 * Answers `{ url, ownerUrl, adminUrl, port, version, adopted, stop() }`:
 * url for crm_app, ownerUrl for crm_owner, both on the database insurance_crm. Only 127.0.0.1 is listened on.
 */
export async function startPostgres({ dataDir, durable = true, port, mayCreateDatabases = !durable }) {
  const cluster = path.join(dataDir, 'postgres');
  const passwords = databasePasswords(dataDir);
  const binaries = await findPostgres(clusterMajor(cluster), databaseUser(dataDir));
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) await initialise(cluster, binaries, passwords, durable);
  const server = { cluster, binaries, durable, log: path.join(dataDir, 'postgres.log'), stopping: false };
  const adopted = await findRunning(cluster);
  if (adopted) Object.assign(server, adopted);
  else await boot(server, port);
  try {
    await provision(server.port, passwords, { mayCreateDatabases });
  } catch (error) {
    await stop(server);
    throw error;
  }
  watch(server);
  return {
    ...urls(server.port, passwords),
    port: server.port,
    version: binaries.version,
    adopted: Boolean(adopted),
    stop: () => stop(server),
  };
}

function clusterMajor(cluster) {
  const file = path.join(cluster, 'PG_VERSION');
  try {
    return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
  } catch (error) {
    throw new Failure(
      `The database in ${cluster} belongs to another user (${error.code}).`,
      'Run as the user who made it, or name another folder: DATA_DIR=/some/folder npm start',
    );
  }
}

async function boot(server, wishedPort, tries = 3) {
  const { cluster, binaries, durable, log } = server;
  const port = wishedPort ?? (await freePort());
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    // A test may run many systems side by side, each with connections of its own.
    max_connections: durable ? 200 : 500,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // No disk with a moving head: at the default of 4 a big book would be read whole where an index is faster.
    random_page_cost: 1.1,
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  if (existsSync(log) && statSync(log).size > 10_000_000) renameSync(log, `${log}.1`);
  const output = openSync(log, 'a', 0o600);
  const from = statSync(log).size;
  const user = databaseUser(path.dirname(cluster));
  if (user) chownSync(log, user.uid, user.gid);
  // Its own session, so that Ctrl-C on the terminal reaches it only through us, after the application has stopped.
  const child = spawn(
    binaries.program('postgres'),
    ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      env: binaries.environment,
      cwd: '/',
      detached: process.platform !== 'win32',
      stdio: ['ignore', output, output],
      ...(user && { uid: user.uid, gid: user.gid }),
    },
  );
  closeSync(output);
  let ended = false;
  child.on('exit', () => {
    ended = true;
  });
  child.on('error', () => {
    ended = true;
  });
  child.unref();
  const ready = () => {
    const now = postmaster(cluster);
    return now?.pid === child.pid && now.ready;
  };
  await until(() => ended || ready(), 60_000, 20);
  if (!ended && ready()) return Object.assign(server, { pid: child.pid, port });
  if (child.pid && !ended) child.kill('SIGQUIT');
  const words = readFileSync(log, 'utf8').slice(from);
  if (tries > 1 && /in use|lock file/.test(words)) {
    const running = await findRunning(cluster);
    return running ? Object.assign(server, running) : boot(server, wishedPort, tries - 1);
  }
  throw new Failure('PostgreSQL did not start.', `Its words are above and in ${log}.`, words);
}

/** Brings the server back on the same port when it dies under the running application. */
function watch(server) {
  const timer = setInterval(async () => {
    if (server.stopping || server.reviving || identityOf(server.pid) !== null) return;
    server.reviving = true;
    try {
      warn(`PostgreSQL (pid ${server.pid}) died; starting it again on port ${server.port}.`);
      await clearStale(server.cluster);
      if (!server.stopping) await boot(server, server.port);
    } catch (error) {
      warn(`${error.message} Trying again.`);
    } finally {
      server.reviving = false;
    }
  }, 1000);
  timer.unref();
  server.timer = timer;
}

/**
 * Fast shutdown (open transactions roll back), after 20 s the hard one; only ever of the server on this very cluster.
 */
async function stop(server) {
  server.stopping = true;
  clearInterval(server.timer);
  await until(() => !server.reviving, 10_000);
  const { pid, cluster } = server;
  if (identityOf(pid) === null || !runsIn(pid, 'postgres', cluster)) return;
  if (process.platform === 'win32') {
    await execute(server.binaries.program('pg_ctl'), ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '20'], {
      env: server.binaries.environment,
    });
    return;
  }
  const identity = identityOf(pid);
  signal(pid, 'SIGINT');
  if (await gone(pid, 20_000, identity)) return;
  signal(pid, 'SIGQUIT');
  if (!(await gone(pid, 5000, identity))) warn(`PostgreSQL (pid ${pid}) did not stop within 25 s.`);
}
