import { existsSync, readFileSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { inProject, until } from '../../../scripts/lib/commands.mjs';

const WRITTEN_WITHIN_MS = 30_000;

/** A program that is loaded before another and looks on between two SIGUSR2: the environment for it, and how to have it look on. */
export class Watcher {
  #file;

  /** `program` beside this file writes to the file that `variable` names, a new one in `folder`. */
  constructor(program, variable, folder) {
    this.#file = path.join(folder, `${variable.toLowerCase()}.json`);
    this.environment = {
      NODE_OPTIONS: `--import ${pathToFileURL(inProject('test/bench/support', program)).href}`,
      [variable]: this.#file,
    };
  }

  /** What it has written of process `pid` meanwhile, and what `work` answers: `[seen, result]`. */
  async watch(pid, work) {
    process.kill(pid, 'SIGUSR2');
    const result = await work();
    process.kill(pid, 'SIGUSR2');
    if (!(await until(() => existsSync(`${this.#file}.done`), WRITTEN_WITHIN_MS, 50)))
      throw new Error(`nothing was written to ${path.basename(this.#file)}`);
    const seen = JSON.parse(readFileSync(this.#file, 'utf8'));
    rmSync(`${this.#file}.done`);
    return [seen, result];
  }
}
