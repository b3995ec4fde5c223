import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gone, identityOf, signal } from './processes.mjs';

/**
 * Who runs on a data folder: each launcher keeps a note there with its children. So the last one to leave stops the
 * database, and a later one finds what a kill -9 left behind.
 */
export class Launchers {
  constructor(dataDir) {
    this.folder = path.join(dataDir, 'run');
    mkdirSync(this.folder, { recursive: true });
    this.file = path.join(this.folder, `${process.pid}.json`);
    this.children = [];
  }

  /** Enters this launcher as `kind` (start, api, worker). */
  enter(kind) {
    this.note = { kind, pid: process.pid, identity: identityOf(process.pid) };
    this.save();
  }

  /** Says that this launcher is stopping, so that a new one waits instead of giving up. */
  announceLeaving() {
    this.note.leaving = true;
    this.save();
  }

  addChild(pid) {
    this.children = [...this.children.filter(isThere), { pid, identity: identityOf(pid) }];
    this.save();
  }

  save() {
    writeFileSync(this.file, JSON.stringify({ ...this.note, children: this.children }));
  }

  leave() {
    rmSync(this.file, { force: true });
  }

  /** The other launchers that live: `[{ kind, pid, leaving }]`. */
  others() {
    return this.all().filter((note) => note.pid !== process.pid && isThere(note));
  }

  /**
   * Ends the children of launchers that were killed: they stop by themselves (their channel closed), or are made to.
   */
  async clearLeftBehind(onWait) {
    for (const note of this.all().filter((each) => !isThere(each))) {
      const left = note.children.filter(isThere);
      if (left.length > 0) onWait();
      for (const { pid } of left) signal(pid, 'SIGTERM');
      for (const { pid, identity } of left) if (!(await gone(pid, 26_000, identity))) signal(pid, 'SIGKILL');
      rmSync(path.join(this.folder, note.name), { force: true });
    }
  }

  all() {
    return readdirSync(this.folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => {
        try {
          return { name, ...JSON.parse(readFileSync(path.join(this.folder, name), 'utf8')) };
        } catch {
          return { name, pid: 0, identity: 'unreadable', children: [] };
        }
      });
  }
}

function isThere({ pid, identity }) {
  return pid > 0 && identityOf(pid) === identity;
}
