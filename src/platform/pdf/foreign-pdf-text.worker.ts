import { parentPort, workerData } from 'node:worker_threads';
import { extractPdfText } from './pdf-text.js';

const pages = await extractPdfText(Buffer.from(workerData as Uint8Array));
parentPort!.postMessage(pages.join('\n'));
