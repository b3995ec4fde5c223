import { fork } from 'node:child_process';
import { inProject } from '../../../scripts/lib/commands.mjs';
import { started } from './started.mjs';

/**
 * Starts one of the limit's programs and waits for its `ready`. Answers `{ pid, url, ask(message), stop() }`; `ask` resolves with the next
 * message that the program sends. It ends with the bench: its channel closes.
 */
export async function startLimit(file, environment) {
  const child = fork(inProject('test/bench/limit', file), {
    cwd: inProject(),
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const next = () =>
    Promise.race([
      new Promise((resolve) => child.once('message', resolve)),
      exited.then(() => Promise.reject(new Error(`${file} has ended`))),
    ]);
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 5000);
    await exited;
    clearTimeout(late);
  };
  started(stop);
  const { url } = await next();
  const ask = (message) => {
    const answer = next();
    child.send(message);
    return answer;
  };
  return { pid: child.pid, url, ask, stop };
}
