import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import puppeteer from 'puppeteer';
import { packagedBrowser } from './packaged-browser.js';
import { PdfUnavailable } from './pdf-unavailable.js';

/** A Chromium that can be started. */
export interface FoundBrowser {
  executablePath: string;
  /** Folder to put in front of LD_LIBRARY_PATH, where the system lacks libraries that the browser needs. */
  libraryPath?: string;
}

/**
 * Finds a Chromium: `PUPPETEER_EXECUTABLE_PATH`, puppeteer's own cache, the one inside npm (linux x64, inflated into
 * `cacheDir`, by default a private folder under the system's temporary one), then an installed Chrome, Chromium or Edge.
 * Throws `PdfUnavailable` with what to do when there is none, or when the configured path holds no program.
 */
export async function findBrowser(cacheDir?: string): Promise<FoundBrowser> {
  const configured = process.env['PUPPETEER_EXECUTABLE_PATH'];
  if (configured) {
    if (await isProgram(configured)) return { executablePath: configured };
    throw new PdfUnavailable(`PUPPETEER_EXECUTABLE_PATH is ${configured}, which is not a program that can be run.`);
  }
  const cached = await puppeteer.executablePath().catch(() => undefined);
  if (cached && (await isProgram(cached))) return { executablePath: cached };
  const packaged = await packagedBrowser(cacheDir);
  if (packaged) return packaged;
  for (const path of installedBrowsers()) if (await isProgram(path)) return { executablePath: path };
  throw new PdfUnavailable(
    'No Chromium was found, so no contract can be printed. Install one (Debian, Ubuntu: apt-get install chromium; ' +
      'anywhere: npx puppeteer browsers install chrome) or set PUPPETEER_EXECUTABLE_PATH to a Chrome, Chromium or Edge.',
  );
}

function installedBrowsers(): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);
  }
  if (process.platform === 'win32') {
    const roots = [process.env['ProgramFiles'], process.env['ProgramFiles(x86)'], process.env['LOCALAPPDATA']];
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
    return programs.flatMap((program) => roots.flatMap((root) => (root ? [join(root, program)] : [])));
  }
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge'];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
