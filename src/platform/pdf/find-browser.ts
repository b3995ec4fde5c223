import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type FoundBrowser, packagedBrowser } from './packaged-browser.js';
import { PdfUnavailable } from './pdf-unavailable.js';

/**
 * Finds a Chromium: `PUPPETEER_EXECUTABLE_PATH`, puppeteer's own cache, the one inside npm (linux x64, inflated into
 * `cacheDir`, by default `node_modules/.cache`, or a private temporary folder where that cannot be written), then an installed browser of its kind.
 * Throws `PdfUnavailable` with what to do when there is none, or when the configured path holds no program.
 */
export async function findBrowser(cacheDir?: string): Promise<FoundBrowser> {
  const configured = process.env['PUPPETEER_EXECUTABLE_PATH'];
  if (configured) {
    if (await isProgram(configured)) return { executablePath: configured, env: {} };
    throw new PdfUnavailable(`PUPPETEER_EXECUTABLE_PATH is ${configured}, which is not a program that can be run.`);
  }
  const { default: puppeteer } = await import('puppeteer');
  const cached = await puppeteer.executablePath().catch(() => undefined);
  if (cached && (await isProgram(cached))) return { executablePath: cached, env: {} };
  const packaged = await packagedBrowser(cacheDir);
  if (packaged) return packaged;
  for (const path of installedBrowsers()) if (await isProgram(path)) return { executablePath: path, env: {} };
  throw new PdfUnavailable(
    'No Chromium was found, so nothing can be printed. Install one (Debian: apt-get install chromium; ' +
      'anywhere: npx puppeteer browsers install chrome) or set PUPPETEER_EXECUTABLE_PATH to one.',
  );
}

function installedBrowsers(): string[] {
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return apps.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);
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
