import { readdirSync, readFileSync } from 'node:fs';

export interface RunningProcess {
  pid: number;
  parent: number;
  /** `Z` for a zombie. */
  state: string;
  command: string;
}

/** Every process of the machine (Linux; elsewhere none are found). */
export function processes(): RunningProcess[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The program's name in parentheses may hold anything; state and parent follow it.
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return [
          {
            pid: Number(name),
            parent: Number(parent),
            state: state!,
            command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' '),
          },
        ];
      } catch {
        return [];
      }
    });
}

/** What a process has started, and what those have, alive or not. */
export function descendantsOf(pid: number, all = processes()): RunningProcess[] {
  return all.filter((one) => one.parent === pid).flatMap((one) => [one, ...descendantsOf(one.pid, all)]);
}

/** The browsers that a worker runs, each the leader of its helpers. */
export function browsersOf(worker: number | undefined): number[] {
  if (!worker) return [];
  return descendantsOf(worker)
    .filter((one) => one.parent === worker && one.command.includes('--user-data-dir='))
    .map((one) => one.pid);
}

/** Browsers that have outlived the worker that they were started for, told by a folder that only that worker used. */
export function orphanedBrowsers(dataDir: string): number[] {
  return processes()
    .filter(
      ({ pid, parent, state, command }) =>
        state !== 'Z' &&
        command.includes('--user-data-dir=') &&
        environmentOf(pid).includes(`DATA_DIR=${dataDir}`) &&
        !environmentOf(parent).includes(`DATA_DIR=${dataDir}`),
    )
    .map((one) => one.pid);
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
