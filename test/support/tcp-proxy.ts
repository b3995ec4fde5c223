import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What the proxy does with bytes: pass them on, or swallow them as a dead network does. */
export type ProxyBehaviour = 'pass' | 'swallow';

/** As pg sends it: a simple query. */
const COMMIT = 'COMMIT\0';

/** A TCP proxy on a free port of 127.0.0.1, for a server that goes away without being touched. */
export class TcpProxy {
  behaviour: ProxyBehaviour = 'pass';
  /** Milliseconds that every answer takes longer. */
  latency = 0;
  /** The answer that reaches so many bytes in all, from now on, is cut off there and its connection reset. */
  bytesUntilCut = Infinity;
  /** How many of the coming commits reach PostgreSQL while their answer, and the connection with it, is lost. */
  commitsToLose = 0;
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;

  private constructor(private readonly target: URL) {}

  /** In front of the server that a URL names. */
  static async start(url: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(new URL(url));
    await proxy.open();
    return proxy;
  }

  /** The URL, led through here. */
  through(url: string): string {
    const led = new URL(url);
    led.host = `127.0.0.1:${this.port}`;
    return led.href;
  }

  /** Listens, again on the same port after `cut`. */
  async open(): Promise<void> {
    this.server = createServer((socket) => this.connect(socket)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Resets every connection and takes no new one. */
  async cut(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    server.close();
    this.reset();
    await once(server, 'close');
  }

  /** Resets every connection; new ones are welcome. */
  reset(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  private connect(socket: Socket): void {
    const upstream = connect(Number(this.target.port), this.target.hostname);
    let answerIsLost = false;
    let before = Promise.resolve();
    socket.on('data', (bytes) => {
      if (this.commitsToLose > 0 && bytes.includes(COMMIT)) {
        this.commitsToLose -= 1;
        answerIsLost = true;
      }
      if (this.behaviour === 'pass') upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (answerIsLost) socket.resetAndDestroy();
      else {
        const due = Date.now() + this.latency;
        // One after another: bytes that are in no hurry any more must not overtake those that were.
        before = before.then(async () => {
          if (due > Date.now()) await pause(due - Date.now());
          this.passBack(bytes, socket);
        });
      }
    });
    for (const [from, to] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      this.sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }

  private passBack(bytes: Buffer, socket: Socket): void {
    if (this.behaviour !== 'pass' || socket.destroyed) return;
    if (bytes.length < this.bytesUntilCut) {
      this.bytesUntilCut -= bytes.length;
      socket.write(bytes);
      return;
    }
    socket.write(bytes.subarray(0, this.bytesUntilCut), () => socket.resetAndDestroy());
    this.bytesUntilCut = Infinity;
  }
}
