import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer';
import { findBrowser } from '../../src/platform/pdf/find-browser.js';

export interface Seen {
  /** Errors of the page's console, refusals of its content policy among them. */
  complaints: string[];
  /** What it asked of other servers. */
  foreign: string[];
}

/** A Chromium of its own, and how to end it. */
export async function startBrowser(): Promise<{ browser: Browser; stop: () => Promise<void> }> {
  const [found, userDataDir] = [await findBrowser(), await mkdtemp(join(tmpdir(), 'crm-tab-'))];
  const browser = await puppeteer.launch({
    executablePath: found.executablePath,
    headless: 'shell',
    pipe: true,
    userDataDir,
    env: { ...process.env, ...found.env },
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const stop = async () => {
    await browser.close();
    await rm(userDataDir, { recursive: true, force: true });
  };
  return { browser, stop };
}

/** Opens a page in a Chromium with one cookie, waits for texts and the end of its loading; `BOARD_PICTURE` names a file to leave a picture in. */
export async function seeInATab(
  url: string,
  cookie: { name: string; value: string; path: string },
  ...awaited: string[]
): Promise<Seen> {
  const { browser, stop } = await startBrowser();
  try {
    const { origin, hostname: domain } = new URL(url);
    await browser.setCookie({ ...cookie, domain, httpOnly: true, sameSite: 'Strict' });
    const page = await browser.newPage();
    const complaints: string[] = [];
    const foreign: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on(
      'request',
      (request) =>
        !request.url().startsWith(origin) && !request.url().startsWith('data:') && foreign.push(request.url()),
    );
    await page.setViewport({ width: 1280, height: 900 });
    await page.goto(url);
    const condition = awaited.map((text) => `document.body.innerText.includes(${JSON.stringify(text)})`).join(' && ');
    await page.waitForFunction(`${condition} && !document.body.innerText.includes('Loading')`, { timeout: 40_000 });
    const picture = process.env.BOARD_PICTURE;
    if (picture) await page.screenshot({ path: `${picture}-${new URL(url).pathname.replaceAll('/', '-')}.png` });
    return { complaints, foreign };
  } finally {
    await stop();
  }
}
