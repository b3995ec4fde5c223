import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runProgram } from './database.js';
import { bundled, dist } from './program.js';
import { type System } from './system.js';

/** A copy of the compiled program, to plant things in: what another version of it would be. */
export class CopiedProgram {
  private constructor(private readonly folder: string) {}

  static async make(): Promise<CopiedProgram> {
    const copy = new CopiedProgram(await mkdtemp(join(tmpdir(), 'crm-copy-')));
    await cp(dist, copy.root, { recursive: true, filter: (source) => source !== bundled });
    const project = dirname(dist);
    await symlink(join(project, 'node_modules'), join(copy.folder, 'node_modules'));
    await cp(join(project, 'package.json'), join(copy.folder, 'package.json'));
    return copy;
  }

  /** The folder of its programs. */
  get programs(): string {
    return join(this.root, 'src', 'programs');
  }

  private get root(): string {
    return join(this.folder, 'dist');
  }

  /** Puts a file there, by its path below `src`. */
  async plant(file: string, content: string): Promise<void> {
    await mkdir(dirname(join(this.root, 'src', file)), { recursive: true });
    await writeFile(join(this.root, 'src', file), content);
  }

  /** Adds lines to the end of a file. */
  async append(file: string, lines: string): Promise<void> {
    await this.plant(file, `${await readFile(join(this.root, 'src', file), 'utf8')}\n${lines}\n`);
  }

  /** Puts something else in the place of some words, which must be there. */
  async change(file: string, before: string, after: string): Promise<void> {
    const content = await readFile(join(this.root, 'src', file), 'utf8');
    if (!content.includes(before)) throw new Error(`${file} does not say ${before}`);
    await this.plant(
      file,
      content.replace(before, () => after),
    );
  }

  /** Brings a system's database to this version, as at every start: a new queue has its own place in it. */
  async migrate(system: System): Promise<void> {
    await runProgram('migrate.js', { ...process.env, DATABASE_OWNER_URL: system.database.ownerUrl }, this.programs);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
