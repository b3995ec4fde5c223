import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { sleep, until } from './commands.mjs';
import { portOpen } from './ports.mjs';
import { identityOf, processesIn, runsIn, signal } from './processes.mjs';
import { Failure } from './terminal.mjs';

/** What postmaster.pid says: its lines are pid, folder, start, port, socket folder, address, shared memory, status. */
export function postmaster(cluster) {
  const file = path.join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim());
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7] === 'ready' };
}

/** The server that already runs on this cluster, or undefined after its stale pid file was cleared. */
export async function findRunning(cluster) {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const found = postmaster(cluster);
    if (!found) return undefined;
    if (!found.pid || identityOf(found.pid) === null || !runsIn(found.pid, 'postgres', cluster))
      return clearStale(cluster);
    if (found.ready && (await portOpen(found.port))) return { pid: found.pid, port: found.port };
    // It is starting, recovering or shutting down.
    await sleep(200);
  }
  throw new Failure(
    `PostgreSQL on ${cluster} neither becomes ready nor ends.`,
    `Look into ${cluster}/../postgres.log, or end process ${postmaster(cluster)?.pid}.`,
  );
}

/**
 * Removes the pid file of a dead postmaster: PostgreSQL itself takes a zombie's, or a reused number, for a running
 * server.
 * Backends that outlived it must be gone first, since that file is what protects the data from them.
 */
export async function clearStale(cluster) {
  if (!(await until(() => processesIn(cluster).length === 0, 10_000, 100))) {
    for (const pid of processesIn(cluster)) signal(pid, 'SIGQUIT');
    if (!(await until(() => processesIn(cluster).length === 0, 5000, 100))) {
      throw new Failure(
        `Processes of a dead PostgreSQL still use ${cluster}: ${processesIn(cluster).join(', ')}.`,
        'End them and start again.',
      );
    }
  }
  rmSync(path.join(cluster, 'postmaster.pid'), { force: true });
  return undefined;
}
