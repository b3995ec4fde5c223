import { setTimeout as pause } from 'node:timers/promises';
import { type Program } from '../../support/program.js';

/** Starts a process again whenever it ends, as a container's restart policy does. */
export class Keeper {
  private readonly keeping: Promise<void>;
  private failpoint: string | undefined;
  private released = false;
  /** How often it has come up. */
  private lives = 1;

  constructor(readonly program: Program) {
    this.keeping = this.keep();
  }

  /** Kills it and waits until it is up again; that life ends at a failpoint, if one is named. */
  async kill(failpoint?: string): Promise<void> {
    const { lives } = this;
    this.failpoint = failpoint;
    this.program.signal('SIGKILL');
    while (this.lives === lives) await pause(50);
  }

  /** Holds it still for a while, unless it dies meanwhile. */
  async stop(milliseconds: number): Promise<void> {
    const { pid } = this.program;
    this.program.signal('SIGSTOP');
    await pause(milliseconds);
    if (this.program.pid === pid) this.program.signal('SIGCONT');
  }

  /** Lets it be, alive. */
  async release(): Promise<void> {
    this.released = true;
    this.program.signal('SIGKILL');
    await this.keeping;
    await this.program.start();
  }

  private async keep(): Promise<void> {
    for (;;) {
      await this.program.ended();
      await pause(100);
      if (this.released) return;
      const { failpoint } = this;
      this.failpoint = undefined;
      await this.program.start(failpoint ? { FAILPOINTS: failpoint } : {}).then(
        () => (this.lives += 1),
        () => undefined,
      );
    }
  }
}
