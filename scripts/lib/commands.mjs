import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { track } from './lifecycle.mjs';

/** The project's folder. */
export const project = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export const inProject = (...parts) => path.join(project, ...parts);

/**
 * Runs a command to its end and answers `{ code, output }` (both streams together; with `echo` they go to the terminal
 * instead, `stdio` decides otherwise). `onOutput(text)` hears of it as it comes, `onStart(pid)` of the process.
 * A command that does not exist answers code 127.
 */
export function execute(command, args, { echo = false, onOutput, onStart, ...options } = {}) {
  return new Promise((resolve) => {
    const stdio = echo ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'];
    const child = spawn(command, args, { cwd: project, stdio, ...options });
    track(child);
    if (child.pid) onStart?.(child.pid);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk;
        onOutput?.(String(chunk));
      });
    }
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** What Node has compiled it keeps for the next start: in the project, not in the system's temporary folder. */
export const COMPILED_ONCE = { NODE_COMPILE_CACHE: inProject('node_modules/.cache/compiled') };

/** Runs one of the project's tools (`nest`, `eslint`, …) by its JavaScript file with the running Node. */
export function tool(file, args, options) {
  const env = { ...process.env, ...COMPILED_ONCE, ...options?.env };
  return execute(process.execPath, [inProject('node_modules', file), ...args], { ...options, env });
}

/** The file of a program that the build has made (`main`, `worker`, `migrate`, …). */
export const programFile = (name) => inProject('dist/bundle', `${name}.js`);

/** Runs one of the built programs to its end; `options` as for `execute`, with an `env`. */
export function program(name, args, { env, ...options }) {
  return execute(process.execPath, ['--enable-source-maps', programFile(name), ...args], {
    ...options,
    env: { ...COMPILED_ONCE, ...env },
  });
}

/** The full path of a program on PATH, or undefined. */
export function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, process.platform === 'win32' ? `${name}.exe` : name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      /* not here */
    }
  }
  return undefined;
}

export { sleep };

/** Asks `probe` until it answers something true, or the time is up (then undefined). */
export async function until(probe, milliseconds, every = 50) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await probe();
    if (answer) return answer;
    if (Date.now() > end) return undefined;
    await sleep(every);
  }
}
