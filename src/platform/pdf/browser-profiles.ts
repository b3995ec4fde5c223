import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'insurance-crm-profile-';
const NAME = new RegExp(`^${PREFIX}(\\d+)-\\w{6}$`);

/** A profile folder of its own in `base` for a browser of this process; those of processes that were killed are removed. */
export async function newProfile(base = tmpdir()): Promise<string> {
  for (const name of await readdir(base)) {
    const owner = NAME.exec(name)?.[1];
    if (owner && !lives(Number(owner)))
      await rm(join(base, name), { recursive: true, force: true }).catch(() => undefined);
  }
  return mkdtemp(join(base, `${PREFIX}${process.pid}-`));
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
