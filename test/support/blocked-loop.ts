import { once } from 'node:events';
import { eventually } from './eventually.js';
import { type Program } from './program.js';

/** Environment of a process whose event loop may be blocked later: its inspector takes any free port. */
export const BLOCKABLE = { NODE_OPTIONS: '--inspect-port=0' };

/** Keeps a process's event loop busy through its inspector: its sockets stay open, and nothing else runs. */
export async function blockLoop(program: Program, milliseconds: number): Promise<void> {
  program.signal('SIGUSR1');
  const address = await eventually(async () => {
    const found = /ws:\/\/127\.0\.0\.1:\d+\/[\w-]+/.exec(program.output)?.[0];
    if (!found) throw new Error(`no inspector: ${program.output.slice(-500)}`);
    return found;
  });
  const inspector = new WebSocket(address);
  await once(inspector, 'open');
  inspector.send(
    JSON.stringify({
      id: 1,
      method: 'Runtime.evaluate',
      params: { expression: `for (const end = Date.now() + ${milliseconds}; Date.now() < end;);` },
    }),
  );
  await once(inspector, 'message');
  inspector.close();
}
