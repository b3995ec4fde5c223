import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PdfRenderer } from './chromium.js';
import { type ChromiumSession } from './chromium-session.js';
import { extractPdfText, pdfTitle } from './pdf-text.js';
import { PdfUnavailable } from './pdf-unavailable.js';

/** The browsers that this process runs. */
function browsers(): number[] {
  const processes = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return processes
    .map((line) =>
      line
        .trim()
        .split(/\s+/, 2)
        .map(Number)
        .concat(line.includes('--remote-debugging-pipe') ? 1 : 0),
    )
    .filter(([, parent, browser]) => parent === process.pid && browser === 1)
    .map(([pid = 0]) => pid);
}

const PAGE = '<!doctype html><title>Seven</title><p>number 7</p>';
let renderer: PdfRenderer;

beforeEach(() => {
  renderer = new PdfRenderer();
});

afterEach(async () => {
  await renderer.close();
  expect(browsers()).toEqual([]);
});

describe('printing with Chromium', () => {
  it('starts one browser, at the first document', async () => {
    expect(browsers()).toEqual([]);
    const pdfs = await Promise.all([renderer.render(PAGE), renderer.render(PAGE), renderer.render(PAGE)]);
    for (const pdf of pdfs) expect([await pdfTitle(pdf), await extractPdfText(pdf)]).toEqual(['Seven', ['number 7']]);
    expect(await pdfTitle(await renderer.render(''))).toBe('');
    expect(browsers()).toHaveLength(1);
  }, 60_000);

  it('fetches nothing of what a document asks for, and prints the document nevertheless', async () => {
    const visits: string[] = [];
    const canary: Server = createServer((request, response) => {
      visits.push(request.url ?? '');
      response.end('replaced');
    });
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
    const at = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;
    try {
      const pdf = await renderer.render(`<!doctype html><head>
        <meta http-equiv="refresh" content="0;url=${at}/refresh">
        <link rel="stylesheet" href="${at}/style"><link rel="preload" as="image" href="${at}/preload">
        <link rel="dns-prefetch" href="${at}"><link rel="prefetch" href="${at}/prefetch">
        <style>
          @import url(${at}/import);
          @font-face { font-family: x; src: url(${at}/font) }
          p { font-family: x; background: url(${at}/css) }
        </style>
        <script src="${at}/script"></script>
        <script>fetch('${at}/fetch'); document.body.textContent = 'scripted'; location = '${at}/location'</script>
        </head><body onload="location='${at}/onload'"><p>number 7</p>
        <img src="${at}/img" srcset="${at}/set 2x"><img src="file:///etc/passwd"><iframe src="file:///etc/passwd"></iframe>
        <iframe src="${at}/iframe"></iframe><iframe srcdoc="<img src='${at}/srcdoc'>"></iframe>
        <object data="${at}/object"></object><embed src="${at}/embed">
        <video src="${at}/video" poster="${at}/poster" autoplay></video>
        <svg><image href="${at}/image"/><use href="${at}/use#a"/></svg></body>`);
      const text = (await extractPdfText(pdf)).join(' ');
      expect(text).toContain('number 7');
      expect(text).not.toMatch(/replaced|scripted|root:/);
      expect(visits).toEqual([]);
    } finally {
      await new Promise((resolve) => canary.close(resolve));
    }
  }, 60_000);

  it('starts another browser when the first has died', async () => {
    await renderer.render(PAGE);
    const [first = 0] = browsers();
    process.kill(first, 'SIGKILL');
    expect(await extractPdfText(await renderer.render(PAGE))).toEqual(['number 7']);
    expect(browsers()).not.toContain(first);
  }, 60_000);

  it('prints a document again when the browser dies over it', async () => {
    await renderer.render(PAGE);
    const [first = 0] = browsers();
    const printing = renderer.render(PAGE.repeat(2_000));
    process.kill(first, 'SIGKILL');
    expect((await extractPdfText(await printing))[0]).toContain('number 7');
  }, 60_000);

  it('takes a new browser after two thousand documents', async () => {
    await renderer.render(PAGE);
    const [first] = browsers();
    const { current } = renderer as unknown as { current: ChromiumSession };
    current.taken = 1_999;
    await renderer.render(PAGE);
    expect(browsers()).toEqual([]);
    await renderer.render(PAGE);
    expect(browsers()).toHaveLength(1);
    expect(browsers()).not.toEqual([first]);
  }, 60_000);

  it('gives up when the caller does', async () => {
    const reason = new Error('no longer wanted');
    await expect(renderer.render(PAGE, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await renderer.render(PAGE);
    const stop = new AbortController();
    const printing = renderer.render(PAGE.repeat(2_000), { signal: stop.signal });
    stop.abort(reason);
    await expect(printing).rejects.toBe(reason);
    expect(await extractPdfText(await renderer.render(PAGE))).toEqual(['number 7']);
  }, 60_000);

  it('prints nothing once it is closed', async () => {
    await renderer.close();
    await expect(renderer.render(PAGE)).rejects.toThrow(PdfUnavailable);
  });
});
