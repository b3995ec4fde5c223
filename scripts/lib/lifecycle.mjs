import { explain } from './terminal.mjs';

/** What was started, in order; it is stopped in the reverse order. */
const stops = [];
const helpers = new Set();
const announcements = [];
let stopping;

/** Registers what must be said at once when stopping begins, before anything is stopped. */
export function onStopping(announce) {
  announcements.push(announce);
}

/** Notes a command that runs to its end (a build, a migration): on the way out it goes before the servers it uses. */
export function track(child) {
  helpers.add(child);
  child.on('close', () => helpers.delete(child));
}

/** Registers how to stop something that was started; whatever ends the script calls it once. */
export function onStop(stop) {
  stops.push(stop);
}

/** Stops everything started so far, the newest first; a second call waits for the first. */
export function stopAll() {
  stopping ??= (async () => {
    for (const announce of announcements) announce();
    for (const child of helpers) child.kill('SIGTERM');
    while (stops.length > 0) {
      try {
        await stops.pop()();
      } catch (error) {
        explain(error);
      }
    }
  })();
  return stopping;
}

/**
 * Runs a script's `work`, whose result is the exit code (undefined means 0); stops what it started on every way out.
 * `onInterrupt` is the exit code after Ctrl-C: 0 for a server that runs until then, 130 for work left undone.
 */
export async function run(work, { onInterrupt = 130 } = {}) {
  let interrupted = false;
  const interrupt = async () => {
    if (interrupted) return;
    interrupted = true;
    await stopAll();
    process.exit(onInterrupt);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
  if (process.channel) {
    // Re-executed with another Node: when that parent dies by kill -9, the closed channel is all we hear of it.
    process.on('disconnect', interrupt);
    process.channel.unref();
  }
  try {
    const code = (await work()) ?? 0;
    if (interrupted) return await stopping;
    await stopAll();
    process.exit(code);
  } catch (error) {
    if (interrupted) return await stopping;
    explain(error);
    await stopAll();
    process.exit(error.exitCode ?? 1);
  }
}
