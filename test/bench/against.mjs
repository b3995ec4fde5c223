import { fork } from 'node:child_process';
import path from 'node:path';
import { table } from '../../scripts/lib/story.mjs';
import { heading, say } from '../../scripts/lib/terminal.mjs';
import { measureHttp } from './http.mjs';
import { started } from './support/started.mjs';

/**
 * This build's API beside another's, in turns on one database: `program` is that build's compiled API, whose schema must be the same.
 * Prints the table, for a change that says that it costs nothing or is faster.
 */
export async function measureAgainst(server, program, plan) {
  const { rows } = await measureHttp(server, { ...plan, startOther: () => startProgram(program, server.environment) });
  heading('This build beside another');
  table(
    ['operation', 'this/s', 'other/s', 'ratio', 'CPU µs', 'other CPU µs', 'p95 ms', 'other p95 ms'],
    rows.map((row) => [
      row.operation,
      row.ours_rps,
      row.limit_rps,
      row.ratio,
      row.ours_cpu_us,
      row.limit_cpu_us,
      row.p95_ms,
      row.limit_p95_ms,
    ]),
  );
  say(`\nthe other is ${program}`);
}

function startProgram(program, environment) {
  const child = fork(path.resolve(program), {
    env: { MALLOC_ARENA_MAX: '2', ...environment },
    execArgv: ['--enable-source-maps', '--max-semi-space-size=16'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
  };
  started(stop);
  return new Promise((resolve, reject) => {
    child.once('message', ({ url }) => resolve({ pid: child.pid, url: url.replace(/\/$/, ''), stop }));
    void exited.then(() => reject(new Error(`${program} has ended`)));
  });
}
