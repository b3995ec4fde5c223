import { onStop } from '../../../scripts/lib/lifecycle.mjs';

const stops = [];

/** Notes how to stop what was just started; `stop` may come twice. */
export function started(stop) {
  stops.push(stop);
  onStop(stop);
}

/** Runs `work` and stops, the newest first, what it has left running, however it ends: nothing of it may run while something else is measured. */
export async function tidily(work) {
  const before = stops.length;
  try {
    return await work();
  } finally {
    while (stops.length > before) await stops.pop()();
  }
}
