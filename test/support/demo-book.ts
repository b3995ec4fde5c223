import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { withoutPaper } from './money.js';
import { bundled, nodeProgram } from './program.js';
import { System } from './system.js';

/**
 * A system with the whole demo book, as `npm start` makes it, and a worker that has nothing left to do: no sweep
 * expires what a test needs as it is. With `clock` it is made as on that day.
 */
export async function startWithDemoBook(environment: NodeJS.ProcessEnv = {}, clock?: string): Promise<System> {
  const system = await System.start({
    worker: false,
    environment: { SWEEP_INTERVAL_SECONDS: '3600', ACCESS_TOKEN_MINUTES: '600', ...environment },
  });
  if (clock) await system.moveClock(clock);
  const seed = spawn(nodeProgram, [`${bundled}/seed.js`], {
    env: { ...process.env, ...system.environment, DEMO_DATA: 'true' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(seed, 'exit');
  if (code !== 0) throw new Error(`the demo book was not made: exit code ${code}`);
  await withoutPaper(system);
  await system.worker.start();
  await system.quiet(120);
  return system;
}
