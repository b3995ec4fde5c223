import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type HTTPResponse, type Page } from 'puppeteer';
import { startBrowser } from './browser-tab.js';
import { Client, type SentRequest, type Transport } from './client.js';

/** What is meant for the browser, a cache or the connection; no script has a use for it. */
const NOT_FOR_SCRIPTS =
  /^(access-control-|cross-origin-|x-(content-type-options|dns-|download-|frame-|permitted-|xss-)|(content-security-policy|connection|date|keep-alive|origin-agent-cluster|referrer-policy|set-cookie|strict-transport-security|transfer-encoding|vary)$)/;

/** Serves an empty page to whoever asks, on a free port: a frontend that is not part of the system. */
export class Frontend {
  private constructor(private readonly server: Server) {}

  static async start(): Promise<Frontend> {
    const server = createServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A frontend</title>'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Frontend(server);
  }

  /** The server's origin, under either of its names. */
  origin(host: '127.0.0.1' | 'localhost' = '127.0.0.1'): string {
    return `http://${host}:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A page of some origin, open in a Chromium, whose scripts ask the API. */
export class ForeignPage {
  /** Headers that were sent and that its scripts could not read, with the address that sent them. */
  readonly hidden = new Set<string>();
  /** The preflights that the browser sent on its own. */
  preflights = 0;

  private constructor(
    private readonly page: Page,
    readonly close: () => Promise<void>,
  ) {}

  static async open(origin: string): Promise<ForeignPage> {
    const { browser, stop } = await startBrowser();
    const page = await browser.newPage();
    await page.goto(origin);
    const opened = new ForeignPage(page, stop);
    page.on('request', (request) => (opened.preflights += request.method() === 'OPTIONS' ? 1 : 0));
    return opened;
  }

  /** The same person, asking the API at `url` from this page. Rejects where the browser keeps an answer from it. */
  as({ token }: Client, url: string): Client {
    return new Client(
      () => url,
      token,
      (address, request) => this.fetch(address, request),
    );
  }

  /** `fetch` in the page. */
  readonly fetch = async (
    url: string,
    { method, headers, body }: SentRequest,
    credentials: 'same-origin' | 'include' = 'same-origin',
  ): ReturnType<Transport> => {
    const type = body instanceof URLSearchParams ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
    const text =
      body === undefined
        ? undefined
        : Buffer.from(body instanceof URLSearchParams ? body.toString() : body).toString('base64');
    const sent = this.namesSentBy(url);
    const seen = await this.page.evaluate(
      async (address, init, base64) => {
        const bytes =
          base64 === undefined ? undefined : Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const response = await fetch(address, { ...init, body: bytes });
        const letters = Array.from(new Uint8Array(await response.arrayBuffer()), (byte) => String.fromCharCode(byte));
        return {
          status: response.status,
          headers: [...response.headers] as [string, string][],
          base64: btoa(letters.join('')),
        };
      },
      url,
      { method, headers: { ...type, ...headers }, credentials },
      text,
    );
    const answered = new Headers(seen.headers);
    for (const name of await sent)
      if (!answered.has(name) && !NOT_FOR_SCRIPTS.test(name)) this.hidden.add(`${name} of ${method} ${url}`);
    return { status: seen.status, headers: answered, bytes: Buffer.from(seen.base64, 'base64') };
  };

  /** The names of all headers that the next answer from an address brings to the browser. */
  private namesSentBy(url: string): Promise<string[]> {
    return new Promise((resolve) => {
      const see = (response: HTTPResponse): void => {
        if (response.url() !== url || response.request().method() === 'OPTIONS') return;
        this.page.off('response', see);
        resolve(Object.keys(response.headers()));
      };
      this.page.on('response', see);
    });
  }
}
