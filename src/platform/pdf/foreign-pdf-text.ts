import { Worker } from 'node:worker_threads';
import { DomainError } from '../../kernel/domain-error.js';
import { Semaphore } from '../semaphore.js';

const SECONDS = 4;
/** Of objects; what is inflated lies outside of them, in buffers. */
const MEMORY_MB = 192;
const BUFFERS_MB = 64;
const LOOK_EVERY_MS = 10;
/** Each may hold 5 MB, and the last of them waits for all before it: as many as one address may ask about in a minute. */
const MOST_IN_HAND = 30;
const places = new Semaphore(1);
let inHand = 0;

/**
 * The text of a PDF that somebody sent, read in a thread of its own with little time and memory: such a file may be
 * made to exhaust both. Undefined where it cannot be read. @throws too_many_requests while too many wait
 */
export async function foreignPdfText(bytes: Buffer): Promise<string | undefined> {
  if (inHand >= MOST_IN_HAND) {
    throw new DomainError('too_many_requests', 'Many PDFs are being looked at just now; try again in 30 s.', {
      retry_after: 30,
    });
  }
  inHand += 1;
  try {
    return await places.run(() => readApart(bytes));
  } finally {
    inHand -= 1;
  }
}

function readApart(bytes: Buffer): Promise<string | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./foreign-pdf-text.worker.js', import.meta.url), {
      workerData: Uint8Array.from(bytes),
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      stdout: true,
      stderr: true,
    });
    const timer = setTimeout(() => void worker.terminate(), SECONDS * 1000);
    const watch = setInterval(() => void endIfTooLarge(worker), LOOK_EVERY_MS);
    let text: string | undefined;
    worker.on('message', (message: string) => (text = message));
    worker.on('error', () => {});
    worker.on('exit', () => {
      clearTimeout(timer);
      clearInterval(watch);
      resolve(text);
    });
  });
}

/** A thread's limits leave out its buffers, into which 4 KB of a file can be inflated to gigabytes. */
async function endIfTooLarge(worker: Worker): Promise<void> {
  const { external_memory: buffers } = await worker.getHeapStatistics().catch(() => ({ external_memory: 0 }));
  if (buffers > BUFFERS_MB * 2 ** 20) await worker.terminate();
}
