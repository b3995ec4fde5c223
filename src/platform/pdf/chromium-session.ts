import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, type Page } from 'puppeteer';
import { newProfile } from './browser-profiles.js';
import { type FoundBrowser } from './packaged-browser.js';

export const TIMEOUT_MS = 30_000;
const CLOSE_MS = 3_000;

/** No host has an address: what the interception of requests does not see, a prefetch for one, ends here. */
const OFFLINE = ['--host-resolver-rules=MAP * ~NOTFOUND', '--no-pings', '--disable-domain-reliability'];
const ARGUMENTS = [...OFFLINE, '--disable-gpu', '--font-render-hinting=none'];

/** One running Chromium with a profile folder of its own, which goes when the browser does. */
export class ChromiumSession {
  /** Documents ever taken on, and documents in work now. */
  taken = 0;
  working = 0;
  private readonly idle: Page[] = [];
  private ending?: Promise<void>;

  private constructor(
    private readonly browser: Browser,
    private readonly profile: string,
  ) {}

  /** Starts the browser, within 30 s, with Chromium's sandbox unless told otherwise. */
  static async launch(found: FoundBrowser, sandbox: boolean): Promise<ChromiumSession> {
    // Loaded when the first document is printed: a process that prints none is smaller, and up sooner.
    const { default: puppeteer } = await import('puppeteer');
    const profile = await newProfile();
    try {
      const browser = await puppeteer.launch({
        executablePath: found.executablePath,
        headless: 'shell',
        pipe: true,
        userDataDir: profile,
        // Whatever it lays down for itself goes with its profile.
        env: { ...process.env, ...found.env, TMPDIR: profile },
        args: sandbox ? ARGUMENTS : [...ARGUMENTS, '--no-sandbox'],
        timeout: TIMEOUT_MS,
        protocolTimeout: TIMEOUT_MS,
        // The application shuts down in its own order; puppeteer would exit the process at the first signal.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
      });
      // puppeteer stops listening before its pipes are closed; the reset that a killed browser leaves in one would
      // then end this process. That the browser is gone is learnt from its `disconnected`.
      for (const stream of browser.process()?.stdio ?? []) stream?.on('error', () => undefined);
      return new ChromiumSession(browser, profile);
    } catch (error) {
      await removeProfile(profile);
      throw error;
    }
  }

  get connected(): boolean {
    return this.browser.connected;
  }

  onDisconnected(listener: () => void): void {
    this.browser.once('disconnected', listener);
  }

  /**
   * A page that runs no script and fetches nothing: what is not in the document itself is not there. Opening one
   * costs more than a print, so those given back are used again.
   */
  async takePage(): Promise<Page> {
    return this.idle.pop() ?? (await this.newPage());
  }

  keepPage(page: Page): void {
    this.idle.push(page);
  }

  private async newPage(): Promise<Page> {
    const page = await this.browser.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    await page.setJavaScriptEnabled(false);
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      const local = request.url() === 'about:blank' || request.url().startsWith('data:');
      // Chromium replaces the document by an error page after any other abort of a <meta refresh>.
      const decided = local ? request.continue() : request.abort('aborted');
      decided.catch(() => undefined);
    });
    return page;
  }

  /**
   * Ends the browser and every process it started, and removes its profile. It is asked first, because it then
   * collects its own children; one that is hung is killed.
   */
  end(): Promise<void> {
    return (this.ending ??= this.endOnce());
  }

  private async endOnce(): Promise<void> {
    const child = this.browser.process();
    const exited = new Promise<void>((resolve) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) resolve();
      else child.once('exit', () => resolve());
    });
    const asked = this.browser.close().catch(() => undefined);
    await Promise.race([asked, delay(CLOSE_MS, undefined, { ref: false })]);
    if (child?.pid !== undefined) killGroup(child.pid, () => child.kill('SIGKILL'));
    await exited;
    await removeProfile(this.profile);
  }
}

/** puppeteer makes the browser the leader of a process group, except on Windows. */
function killGroup(pid: number, killLeader: () => void): void {
  if (process.platform === 'win32') return killLeader();
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function removeProfile(profile: string): Promise<void> {
  await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined);
}
