/**
 * The limit for contracts: a bare Chromium prints the same HTML with the same settings on two pages, over and over.
 * `{ html, count }` in, `{ rps }` out.
 */
import puppeteer from 'puppeteer';
import { findBrowser } from '../../../dist/src/platform/pdf/find-browser.js';

const PAGES = 2;
const { executablePath, env } = await findBrowser();
const browser = await puppeteer.launch({
  executablePath,
  env: { ...process.env, ...env },
  headless: 'shell',
  pipe: true,
  args: ['--disable-gpu', '--font-render-hinting=none', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});
const pages = await Promise.all(Array.from({ length: PAGES }, () => browser.newPage()));

process.on('message', async ({ html, count }) => {
  const began = performance.now();
  let left = count;
  await Promise.all(
    pages.map(async (page) => {
      while ((left -= 1) >= 0) {
        await page.setContent(html, { waitUntil: 'load' });
        await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true });
      }
    }),
  );
  process.send({ rps: count / ((performance.now() - began) / 1000) });
});
const stop = () => browser.close().finally(() => process.exit(0));
process.once('disconnect', stop);
process.once('SIGTERM', stop);
process.send({ type: 'ready' });
