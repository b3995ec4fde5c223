import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts CPU time in hundredths of a second (USER_HZ), whatever the processor does. */
const MICROSECONDS_PER_TICK = 10_000;

/** CPU time that a process has used so far, user and system, in microseconds; null where there is no /proc. */
export function cpuMicroseconds(pid) {
  const stat = read(`/proc/${pid}/stat`);
  if (!stat) return null;
  // The second field, the name in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MICROSECONDS_PER_TICK;
}

/** CPU time that all processes below this one have used so far, as above. Those that have ended are not counted. */
export function cpuMicrosecondsBelow(pid) {
  const children = tasksOf(pid).flatMap(
    (task) => read(`/proc/${pid}/task/${task}/children`)?.trim().split(' ').filter(Boolean) ?? [],
  );
  return children.reduce((sum, child) => sum + (cpuMicroseconds(child) ?? 0) + cpuMicrosecondsBelow(child), 0);
}

function tasksOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Resident memory of a process in bytes; null where there is no /proc. */
export function residentBytes(pid) {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1];
  return kilobytes ? Number(kilobytes) * 1024 : null;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
