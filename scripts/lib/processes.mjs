import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { until } from './commands.mjs';

/**
 * What tells this process from a later one with the same number (its start time), or null when it is gone.
 * A zombie counts as gone: it still answers signal 0 but does nothing any more.
 */
export function identityOf(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return null;
  }
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The command in parentheses may hold spaces; state is the field after it, the start time the 20th after it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return 'ZX'.includes(fields[0]) ? null : fields[19];
    }
    if (process.platform === 'darwin') {
      const [state, ...started] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
        .trim()
        .split(/\s+/);
      return state.startsWith('Z') ? null : started.join(' ');
    }
  } catch {
    return null;
  }
  return 'alive';
}

/** Living processes whose working directory is `folder` or below it (Linux; elsewhere none are found). */
export function processesIn(folder) {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const cwd = workingFolder(pid);
      return (cwd === folder || cwd?.startsWith(folder + path.sep)) && identityOf(pid) !== null;
    });
}

function workingFolder(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** Does process `pid` run `program` in `folder`? A reused process number must never be taken for a server of ours. */
export function runsIn(pid, program, folder) {
  if (process.platform === 'linux') return workingFolder(pid) === folder;
  if (process.platform === 'win32') return true;
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(program);
  } catch {
    return false;
  }
}

export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Waits until the process is gone; answers whether it is. `identity` guards against a reused number. */
export async function gone(pid, milliseconds, identity = identityOf(pid)) {
  return Boolean(await until(() => identity === null || identityOf(pid) !== identity, milliseconds));
}
