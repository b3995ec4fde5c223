import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser, type ParsedMail } from 'mailparser';
import pg from 'pg';
import { BucketStore } from '../../src/platform/documents/bucket-store.js';
import { type DocumentStore } from '../../src/platform/documents/document-store.js';
import { FolderStore } from '../../src/platform/documents/folder-store.js';
import { BUCKET_KEYS } from './bucket-server.js';
import { Client } from './client.js';
import { createDatabase, TEST_SECRETS, type TestDatabase } from './database.js';
import { Program } from './program.js';
import { queuedJobs } from './queued-jobs.js';
import { eventually } from './eventually.js';
import { type TcpProxy } from './tcp-proxy.js';

export type Backend = 'postgres' | 'redis';

/** The backends that can be tested here; Redis only where one could be had. */
export const BACKENDS: Backend[] = process.env.TEST_REDIS_URL ? ['postgres', 'redis'] : ['postgres'];

/** Of every demo user. */
export const PASSWORD = 'correct-horse-battery-staple';

export interface SystemOptions {
  backend?: Backend;
  /** More environment for API and worker. */
  environment?: NodeJS.ProcessEnv;
  /** The folder of the programs, if not the usual one. */
  programs?: string;
  /** Leads the processes to PostgreSQL; the test itself goes straight there. */
  proxy?: TcpProxy;
  /** Without it only the API runs at first; `system.worker.start()` later. */
  worker?: boolean;
  /** How many APIs and as many workers stand side by side; whoever talks to the system talks to each API in turn. */
  processes?: number;
  /** How many workers, if not as many as APIs. */
  workers?: number;
  /** One made before, which stops with the system. */
  database?: TestDatabase;
}

/** One at least. */
type Several<T> = readonly [T, ...T[]];

/** A whole system of its own: database, API, worker, a folder for documents and mails. */
export class System {
  private readonly clients = new Map<string, Promise<Client>>();
  readonly db: pg.Pool;
  private next = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly dataDir: string,
    readonly environment: NodeJS.ProcessEnv,
    readonly apis: Several<Program>,
    readonly workers: Several<Program>,
  ) {
    this.db = new pg.Pool({ connectionString: database.ownerUrl, max: 3 });
    this.db.on('error', () => {});
  }

  get api(): Program {
    return this.apis[0];
  }

  get worker(): Program {
    return this.workers[0];
  }

  static async start({
    backend = 'postgres',
    environment = {},
    programs,
    proxy,
    worker = true,
    processes = 1,
    workers: workerCount = processes,
    database: given,
  }: SystemOptions = {}): Promise<System> {
    const [database, dataDir] = await Promise.all([given ?? createDatabase(), mkdtemp(join(tmpdir(), 'crm-test-'))]);
    const shared = {
      ...TEST_SECRETS,
      NODE_ENV: 'test',
      DATABASE_URL: proxy ? proxy.through(database.url) : database.url,
      DATABASE_OWNER_URL: '',
      DATABASE_DIRECT_URL: '',
      DATABASE_REPLICA_URL: '',
      DOCUMENTS_URL: '',
      DATA_DIR: dataDir,
      EMBEDDED: 'true',
      PORT: '0',
      LOG_LEVEL: 'info',
      REDIS_URL: backend === 'redis' ? await ownRedisDatabase() : '',
      ANTHROPIC_API_KEY: '',
      SMTP_URL: '',
      SWEEP_INTERVAL_SECONDS: '1',
      // A test makes more people in a second than a broker meets in a day.
      FIRST_MAILS_PER_DAY: '1000000',
      ...environment,
    };
    const all = (file: 'main.js' | 'worker.js', count: number) =>
      Array.from({ length: count }, () => new Program(file, shared, programs)) as unknown as Several<Program>;
    const [apis, workers] = [all('main.js', processes), all('worker.js', workerCount)];
    const system = new System(database, dataDir, shared, apis, workers);
    await Promise.all([...apis, ...(worker ? workers : [])].map((each) => each.start()));
    return system;
  }

  /** Somebody signed in; the same client for the same name. */
  as(username: string): Promise<Client> {
    const known = this.clients.get(username);
    if (known) return known;
    const client = this.signIn(username);
    this.clients.set(username, client);
    return client;
  }

  async signIn(username: string, password: string = PASSWORD): Promise<Client> {
    const answer = await this.anonymous().post('/auth/login', new URLSearchParams({ username, password }));
    if (answer.status !== 200)
      throw new Error(`${username} cannot sign in: ${answer.status} ${JSON.stringify(answer.body)}`);
    return new Client(() => this.url, answer.body.access_token as string);
  }

  anonymous(): Client {
    return new Client(() => this.url);
  }

  /** The next API's. */
  private get url(): string {
    return this.apis[this.next++ % this.apis.length]!.url;
  }

  /** What all its processes wrote. */
  get output(): string {
    return [...this.apis, ...this.workers].map((each) => each.output).join('');
  }

  /** Rows, as the owner sees them. */
  async query<Row extends object = any>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.db.query<Row>(sql, parameters)).rows;
  }

  /** Moves the company's clock to an instant; it runs on from there. */
  async moveClock(instant: string): Promise<void> {
    await this.query(`UPDATE company_clock SET clock_offset = $1::timestamptz - clock_timestamp()`, [instant]);
  }

  /** Waits until every delivery is done, skipped or dead. */
  async quiet(seconds = 60): Promise<void> {
    await eventually(async () => {
      const open = await this.query(
        `SELECT event_type, subscriber, status, attempts, last_error FROM event_delivery WHERE status IN ('pending', 'forwarded') LIMIT 5`,
      );
      if (open.length > 0) throw new Error(`deliveries are open: ${JSON.stringify(open)}`);
    }, seconds);
  }

  /** Waits until no queue holds a job. */
  async idle(seconds = 60): Promise<void> {
    await eventually(async () => {
      const jobs = await queuedJobs(this);
      if (jobs.length > 0) throw new Error(`${jobs.length} jobs are queued: ${jobs[0]}`);
    }, seconds);
  }

  /** The contracts, wherever its processes keep them. */
  documents(): DocumentStore {
    const { DOCUMENTS_URL, DOCUMENTS_DIR } = this.environment;
    return DOCUMENTS_URL
      ? new BucketStore(DOCUMENTS_URL, BUCKET_KEYS)
      : new FolderStore(DOCUMENTS_DIR || join(this.dataDir, 'documents'));
  }

  /** The mails that the folder holds. */
  async mails(): Promise<ParsedMail[]> {
    const folder = join(this.dataDir, 'mail');
    const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.eml'));
    return Promise.all(files.map(async (file) => simpleParser(await readFile(join(folder, file)))));
  }

  /** The end of a journey: as `stop`, and every row must be what its stream's events fold to. */
  async end(): Promise<void> {
    await this.stopPrograms();
    const { unfoldedRows } = await import('./invariants.js');
    const unfolded = await unfoldedRows(this);
    await this.stop();
    if (unfolded.length > 0) throw new Error(`rows and events disagree:\n${unfolded.join('\n')}`);
  }

  async stop(): Promise<void> {
    await this.stopPrograms();
    await this.db.end();
    await this.database.drop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private async stopPrograms(): Promise<void> {
    await Promise.all([...this.apis, ...this.workers].map((each) => each.stop()));
  }
}

/** Up to four spec files run at once: each has sixteen of the numbered databases. */
const REDIS_DATABASES = 16;
const firstRedisDatabase = (Number(process.env.JEST_WORKER_ID ?? 1) - 1) * REDIS_DATABASES;
let nextRedisDatabase = 0;

/** Each system takes the next numbered database of the one Redis, emptied. */
async function ownRedisDatabase(): Promise<string> {
  const { Redis } = await import('ioredis');
  const url = new URL(process.env.TEST_REDIS_URL!);
  url.pathname = `/${firstRedisDatabase + (nextRedisDatabase++ % REDIS_DATABASES)}`;
  const redis = new Redis(url.href);
  await redis.flushdb();
  await redis.quit();
  return url.href;
}
