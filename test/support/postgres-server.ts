import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { throwAwayDir } from '../../scripts/lib/folders.mjs';
import { startPostgres } from '../../scripts/lib/postgres.mjs';
import { eventually } from './eventually.js';

/** A PostgreSQL of one test's own that may crash: it waits for the disk at every commit, as a real one does. */
export class PostgresServer {
  private constructor(
    private readonly folder: string,
    private readonly server: Awaited<ReturnType<typeof startPostgres>>,
  ) {}

  /** From here on this spec file's databases are made on it. */
  static async start(): Promise<PostgresServer> {
    const folder = await throwAwayDir('faults');
    const server = await startPostgres({ dataDir: folder, durable: true, mayCreateDatabases: true });
    const { ownerUrl, url, adminUrl } = server;
    Object.assign(process.env, {
      TEST_DATABASE_OWNER_URL: ownerUrl,
      TEST_DATABASE_APP_URL: url,
      TEST_DATABASE_ADMIN_URL: adminUrl,
    });
    return new PostgresServer(folder, server);
  }

  get url(): string {
    return this.server.url;
  }

  /** Dies at once without a checkpoint; the launcher finds that within a second and starts it again, which recovers. */
  async crash(): Promise<void> {
    const pid = this.postmaster();
    process.kill(pid, 'SIGQUIT');
    await eventually(async () => {
      if (this.postmaster() === pid) throw new Error('PostgreSQL is not back yet');
      await this.ask('SELECT 1');
    }, 120);
  }

  /** Ends sessions of the application alone, as an administrator or a failover would. */
  async endSessions(): Promise<void> {
    await this.ask(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'crm_app'`);
  }

  /** A question of the superuser. */
  async ask(sql: string): Promise<any[]> {
    const client = new pg.Client({ connectionString: this.server.adminUrl, connectionTimeoutMillis: 5_000 });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private postmaster(): number {
    return Number(readFileSync(join(this.folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  }
}
