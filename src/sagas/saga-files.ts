import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * What every `*.saga` file of this folder exports, in the order of their names. The bundle has no files to look for:
 * rolldown.config.mjs puts imports of the same ones in the place of this.
 */
export async function importSagas(): Promise<Record<string, unknown>[]> {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.saga\.(js|ts)$/.test(file)).sort();
  return Promise.all(files.map((file) => import(pathToFileURL(join(folder, file)).href)));
}
