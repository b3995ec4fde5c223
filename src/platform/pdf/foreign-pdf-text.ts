import { Worker } from 'node:worker_threads';
import { Semaphore } from '../semaphore.js';

const SECONDS = 4;
const MEMORY_MB = 192;
const places = new Semaphore(1);

/**
 * The text of a PDF that somebody sent, read in a thread of its own with little time and memory: such a file may be
 * made to exhaust both. Undefined where it cannot be read.
 */
export function foreignPdfText(bytes: Buffer): Promise<string | undefined> {
  return places.run(() => new Promise((resolve) => {
    const worker = new Worker(new URL('./foreign-pdf-text.worker.js', import.meta.url), {
      workerData: Uint8Array.from(bytes),
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      stdout: true,
      stderr: true,
    });
    const timer = setTimeout(() => void worker.terminate(), SECONDS * 1000);
    let text: string | undefined;
    worker.on('message', (message: string) => (text = message));
    worker.on('error', () => {});
    worker.on('exit', () => {
      clearTimeout(timer);
      resolve(text);
    });
  }));
}
