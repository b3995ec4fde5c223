import { setTimeout as pause } from 'node:timers/promises';

/** What `work` comes to; after `ms` milliseconds what `late` answers or throws. The work itself goes on. */
export async function inTime<T, Late>(ms: number, work: Promise<T>, late: () => Late): Promise<T | Late> {
  const settled = new AbortController();
  try {
    return await Promise.race([work, pause(Math.max(0, ms), undefined, { signal: settled.signal }).then(late)]);
  } finally {
    settled.abort();
  }
}

/** What `work` comes to, or a rejection with `reason` as soon as the signal aborts. The work itself goes on. */
export async function unlessAborted<T>(
  signal: AbortSignal,
  work: Promise<T>,
  reason: () => unknown = () => signal.reason,
): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () => reject(reason());
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
