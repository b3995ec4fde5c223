import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { redisProgram } from '../../scripts/lib/redis.mjs';
import { eventually } from './eventually.js';

/** A Redis of one test's own, that may be killed; it keeps nothing on disk. */
export class RedisServer {
  private child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly settings: string[],
  ) {}

  /** Undefined where there is no Redis or Valkey to run. */
  static async start(...settings: string[]): Promise<RedisServer | undefined> {
    const server = new RedisServer(await freePort(), await mkdtemp(join(tmpdir(), 'crm-redis-')), settings);
    return (await server.run()) ? server : undefined;
  }

  /** Where nodes of a cluster talk to it. */
  get busPort(): string | undefined {
    const index = this.settings.indexOf('--cluster-port');
    return index < 0 ? undefined : this.settings[index + 1];
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}/0`;
  }

  /** Starts it, or starts it again, empty, on its port. */
  async run(): Promise<boolean> {
    const program = redisProgram();
    if (!program) return false;
    const child = spawn(
      program.file,
      [
        '--port',
        String(this.port),
        '--bind',
        '127.0.0.1',
        '--dir',
        this.folder,
        '--save',
        '',
        '--appendonly',
        'no',
        '--maxmemory-policy',
        'noeviction',
        ...this.settings,
      ],
      { stdio: 'ignore', env: { ...process.env, ...program.environment } },
    );
    const failed = await Promise.race([
      once(child, 'error').then(
        () => true,
        () => true,
      ),
      once(child, 'exit').then(
        () => true,
        () => true,
      ),
      eventually(() => this.ask((redis) => redis.ping())).then(() => false),
    ]);
    this.child = failed ? undefined : child;
    return !failed;
  }

  /** Stops answering without closing a connection, as a network that swallows everything; `run` it on with `thaw`. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** Gone at once, with all that it held. */
  async kill(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  async ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
    redis.on('error', () => {});
    try {
      await redis.connect();
      return await question(redis);
    } finally {
      redis.disconnect();
    }
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A port of the loopback interface that nobody uses; whoever asks must use it at once. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
