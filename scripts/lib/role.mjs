import { fork } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { COMPILED_ONCE, inProject, programFile, sleep } from './commands.mjs';
import { Failure, warn } from './terminal.mjs';

const PROGRAMS = { api: 'main', worker: 'worker' };
/** Without, the young objects of a busy process get 128 MB of their own, and each thread's allocations an arena. */
const FRUGAL = { execArgv: ['--max-semi-space-size=16'], env: { MALLOC_ARENA_MAX: '2' } };
const CONFIGURATION_ERROR = 78;
const READY_WITHIN = 120_000;
const LONGEST_PAUSE = 30_000;

/** What traces must be loaded before what it traces. */
function preloaded({ OTEL_EXPORTER_OTLP_ENDPOINT }) {
  return OTEL_EXPORTER_OTLP_ENDPOINT ? ['--import', pathToFileURL(programFile('tracing')).href] : [];
}

/** One process of the application, kept running: the API or the worker. */
export class Role {
  /** `onEnd(failure)` hears of an end that no restart can mend; `launchers` notes the processes for later runs. */
  constructor(name, environment, { launchers, onEnd, output = 'inherit' }) {
    Object.assign(this, { name, environment, launchers, onEnd, output, stopping: false, pause: 1000, attempt: 0 });
  }

  /** Starts it; resolves with the message that it sends when it is ready (the API's has a url). */
  start() {
    return new Promise((resolve, reject) => {
      this.settled = (error, message) => {
        this.settled = undefined;
        if (error) reject(error);
        else resolve(message);
      };
      this.spawn();
    });
  }

  spawn() {
    // A session of its own: Ctrl-C on the terminal reaches it through us. When we die, its closed channel tells it.
    const child = fork(programFile(PROGRAMS[this.name]), {
      cwd: inProject(),
      env: { ...FRUGAL.env, ...COMPILED_ONCE, ...this.environment },
      execArgv: ['--enable-source-maps', ...FRUGAL.execArgv, ...preloaded(this.environment)],
      detached: process.platform !== 'win32',
      stdio: ['ignore', this.output, this.output, 'ipc'],
    });
    const began = Date.now();
    this.child = child;
    if (child.pid) this.launchers?.addChild(child.pid);
    const late = setTimeout(
      () =>
        this.settled?.(
          new Failure(
            `The ${this.name} was not ready within ${READY_WITHIN / 1000} s.`,
            'Its log above may say what it waits for.',
          ),
        ),
      READY_WITHIN,
    );
    child.on('message', (message) => {
      if (message?.type !== 'ready') return;
      clearTimeout(late);
      if (this.settled) this.settled(undefined, message);
      else warn(`The ${this.name} runs again.`);
      // A restarted API must come back where its clients expect it, also when PORT was 0.
      if (message.url) this.environment = { ...this.environment, PORT: new URL(message.url).port };
    });
    child.on('error', (error) => {
      clearTimeout(late);
      this.fail(new Failure(`The ${this.name} cannot be started: ${error.message}`));
    });
    child.on('exit', (code, signal) => {
      clearTimeout(late);
      if (!this.stopping) this.died(code, signal, Date.now() - began);
    });
  }

  died(code, signal, lived) {
    const how = signal ? `signal ${signal}` : `exit code ${code}`;
    if (code === CONFIGURATION_ERROR)
      return this.fail(
        new Failure(
          `The ${this.name} refuses its configuration.`,
          'The errors are named above; docs/configuration.md lists every variable.',
        ),
      );
    if (this.settled)
      return this.fail(new Failure(`The ${this.name} ended before it was ready (${how}).`, 'Its words are above.'));
    if (lived > 60_000) this.pause = 1000;
    warn(`The ${this.name} ended unexpectedly (${how}); starting it again in ${this.pause / 1000} s.`);
    const pause = this.pause;
    this.pause = Math.min(pause * 2, LONGEST_PAUSE);
    return sleep(pause).then(() => {
      if (!this.stopping) this.spawn();
    });
  }

  fail(failure) {
    if (this.settled) this.settled(failure);
    else this.onEnd?.(failure);
  }

  /** Asks it to finish its work, and ends it after 25 s. */
  async stop() {
    this.stopping = true;
    const { child } = this;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => {
      child.on('exit', resolve);
    });
    if (process.platform === 'win32') child.disconnect();
    else child.kill('SIGTERM');
    await Promise.race([ended, sleep(25_000, undefined, { ref: false })]);
    if (child.exitCode === null && child.signalCode === null) {
      warn(`The ${this.name} did not stop within 25 s and was ended.`);
      child.kill('SIGKILL');
      await ended;
    }
  }
}
