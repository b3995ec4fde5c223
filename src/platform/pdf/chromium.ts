import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type Page } from 'puppeteer';
import { unlessAborted } from '../in-time.js';
import { ChromiumSession, TIMEOUT_MS } from './chromium-session.js';
import { findBrowser } from './find-browser.js';
import { PdfUnavailable } from './pdf-unavailable.js';

/** Chromium uses a core per page, and two is what the smallest machine has. */
const PAGES_AT_ONCE = 2;
/** A bound on what Chromium may leak. Not a lower one: it takes some 150 documents until it prints as fast as it can. */
const PDFS_PER_BROWSER = 2_000;

/**
 * Prints HTML as a tagged PDF with a Chromium that starts at the first document and again whenever it has died.
 * The HTML is complete in itself: no script runs and nothing is fetched.
 */
@Injectable()
export class PdfRenderer implements OnApplicationShutdown {
  private readonly log = new Logger(PdfRenderer.name);
  /** Where new pages open; one that is retired stays in `sessions` until its last page is done. */
  private current?: ChromiumSession;
  private starting?: Promise<ChromiumSession>;
  private readonly sessions = new Set<ChromiumSession>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private closed = false;

  /**
   * The PDF of a document; paper, margins and running texts are its own (`@page` rules), its title becomes the
   * PDF's. At most two at once, the others wait their turn. Throws the signal's reason when aborted, and
   * `PdfUnavailable` when there is no browser, when it died twice, or when 30 s were not enough.
   */
  async render(html: string, options: { signal?: AbortSignal } = {}): Promise<Buffer> {
    if (this.running >= PAGES_AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      options.signal?.throwIfAborted();
      return await this.print(html, options.signal);
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  /** Lets running documents finish, refuses new ones, and leaves no Chromium behind. */
  async close(): Promise<void> {
    this.closed = true;
    while (this.running > 0) await delay(20);
    await Promise.all([...this.sessions].map((session) => this.end(session)));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  private async print(html: string, signal: AbortSignal | undefined, again = true): Promise<Buffer> {
    const session = await this.acquire();
    const deadline = AbortSignal.timeout(TIMEOUT_MS);
    const opening = session.takePage();
    try {
      const printing = opening.then((page) => printPage(page, html));
      const pdf = await unlessAborted(signal ? AbortSignal.any([signal, deadline]) : deadline, printing);
      session.keepPage(await opening);
      return pdf;
    } catch (error) {
      const closing = opening.then((page) => page.close());
      await unlessAborted(deadline, closing).catch(() => undefined);
      if (signal?.aborted) throw error;
      // A browser that failed once may be hung or half dead: the next document gets a new one.
      this.retire(session);
      // It may have died long before, unnoticed; a document that kills it twice is at fault itself.
      if (again && !session.connected) return await this.print(html, signal, false);
      throw new PdfUnavailable(`Chromium did not print the document: ${String(error)}`, { cause: error });
    } finally {
      session.working -= 1;
      if (deadline.aborted || (session.working === 0 && session !== this.current)) await this.end(session);
    }
  }

  private async acquire(): Promise<ChromiumSession> {
    if (this.closed) throw new PdfUnavailable('The application is shutting down.');
    const session = this.current ?? (await (this.starting ??= this.launch()));
    session.working += 1;
    session.taken += 1;
    if (session.taken >= PDFS_PER_BROWSER) this.retire(session);
    return session;
  }

  private async launch(): Promise<ChromiumSession> {
    try {
      const session = await this.launchWithBestSandbox();
      this.sessions.add(session);
      this.current = session;
      session.onDisconnected(() => {
        this.retire(session);
        if (session.working === 0) void this.end(session);
      });
      return session;
    } catch (error) {
      if (error instanceof PdfUnavailable) throw error;
      throw new PdfUnavailable(`Chromium did not start: ${String(error)}`, { cause: error });
    } finally {
      this.starting = undefined;
    }
  }

  /** Chromium refuses its sandbox to root, and cannot build it where the kernel denies user namespaces. */
  private async launchWithBestSandbox(): Promise<ChromiumSession> {
    const found = await findBrowser();
    if (process.getuid?.() === 0) return ChromiumSession.launch(found, false);
    try {
      return await ChromiumSession.launch(found, true);
    } catch (error) {
      if (!/sandbox/i.test(String(error))) throw error;
      this.log.warn('This system denies Chromium its sandbox; it runs without, with no script and no network.');
      return ChromiumSession.launch(found, false);
    }
  }

  /** No new document for this browser; `end` follows once it has none in work. */
  private retire(session: ChromiumSession): void {
    if (session === this.current) this.current = undefined;
  }

  private async end(session: ChromiumSession): Promise<void> {
    this.retire(session);
    await session.end();
    this.sessions.delete(session);
  }
}

async function printPage(page: Page, html: string): Promise<Buffer> {
  await page.setContent(html, { waitUntil: 'load', timeout: TIMEOUT_MS });
  const options = { preferCSSPageSize: true, printBackground: true, tagged: true, timeout: TIMEOUT_MS };
  const pdf = await page.pdf(options);
  return Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
}
