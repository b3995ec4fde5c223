import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What the build has made. */
export const dist = process.env.CRM_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
/** The programs under test, each a bundle, as `npm start` runs them. */
export const bundled = `${dist}/bundle`;
/** The same as tsc made them: what is planted among their modules or taken out of one is found there alone. */
export const inModules = `${dist}/src/programs`;
export const nodeProgram = process.execPath;
const NODE_COMPILE_CACHE = fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url));

/** One process of the system, as `npm start` would run it. */
export class Program {
  private child: ChildProcess | undefined;
  /** Everything that it wrote, for what must never be in a log. */
  output = '';
  url = '';

  constructor(
    private readonly file: 'main.js' | 'worker.js',
    private readonly environment: NodeJS.ProcessEnv,
    private readonly folder?: string,
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts it and waits until it is ready. Rejects with its output if it ends before. */
  async start(more: NodeJS.ProcessEnv = {}): Promise<this> {
    // A suite starts hundreds of them: what Node has compiled once it keeps.
    const env: NodeJS.ProcessEnv = { ...process.env, NODE_COMPILE_CACHE, ...this.environment, ...more };
    const child = fork(`${this.folder ?? (env.WALL_DOWN ? inModules : bundled)}/${this.file}`, {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
    });
    this.child = child;
    child.stdout!.on('data', (text: Buffer) => (this.output += text.toString()));
    child.stderr!.on('data', (text: Buffer) => (this.output += text.toString()));
    const url = await new Promise<string | undefined>((resolve, reject) => {
      child.once('message', (message: { url?: string }) => resolve(message.url));
      child.once('exit', (code, signal) =>
        reject(new Error(`${this.file} ended with ${code ?? signal}: ${this.output.slice(-3000)}`)),
      );
    });
    this.url = url ?? '';
    return this;
  }

  /** As Ctrl-C would: waits for its end. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  signal(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  /** Resolves when the process has ended by itself, with its exit code or what killed it: `SIGKILL` at a failpoint. */
  async ended(): Promise<number | NodeJS.Signals | null> {
    const child = this.child;
    if (!child) return null;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.signalCode ?? child.exitCode;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }
}
