/** What is left of BullMQ's queues and workers once nothing runs: to close their connections, which a Redis that is away never answers. */
const CLOSE_MS = 2_000;
/** How long a stopping process waits for what it has begun; what is left then is delivered again elsewhere. */
const FINISH_MS = 20_000;

/**
 * Closes a queue or worker once its work has settled, or has had its time. Nest closes it once more at the end of a
 * shutdown and waits for that, so afterwards closing is nothing.
 */
export async function closeInTime(
  connection: { close(): Promise<unknown> },
  settled: Promise<unknown> = Promise.resolve(),
): Promise<void> {
  const closing = connection.close().catch(() => undefined);
  await Promise.race([closing, settled.then(() => pause(CLOSE_MS)), pause(FINISH_MS)]);
  connection.close = () => Promise.resolve();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
