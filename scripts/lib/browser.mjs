import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inProject, onPath } from './commands.mjs';
import { installPackage } from './redis.mjs';
import { step, warn } from './terminal.mjs';

const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** Sees to it that there is a browser to print contracts with, in the order in which the application looks for one. */
export async function ensureBrowser() {
  await step('browser', async (note) => {
    const found = browser();
    if (found) return note(found);
    if (process.getuid?.() === 0 && onPath('apt-get')) {
      note('apt-get install chromium');
      await installPackage('chromium');
      if (browser()) return note(browser());
    }
    note('none');
    return warn(
      'No Chrome or Chromium was found: contracts cannot be printed. Install one, or name it: PUPPETEER_EXECUTABLE_PATH=…',
    );
  });
}

function browser() {
  const { PUPPETEER_EXECUTABLE_PATH: given, PUPPETEER_CACHE_DIR: cache = path.join(os.homedir(), '.cache/puppeteer') } =
    process.env;
  if (given) return given;
  if (existsSync(path.join(cache, 'chrome'))) return "puppeteer's own";
  if (
    process.platform === 'linux' &&
    process.arch === 'x64' &&
    existsSync(inProject('node_modules/@sparticuz/chromium'))
  )
    return '@sparticuz/chromium';
  return NAMES.map(onPath).find(Boolean) ?? PLACES.find((place) => existsSync(place));
}
