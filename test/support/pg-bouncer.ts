import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { eventually } from './eventually.js';
import { freePort } from './redis-server.js';

/** So few that nobody can keep one: whoever relies on a session meets somebody else's. */
const SERVER_CONNECTIONS = 4;

/** A PgBouncer in transaction mode of one test's own, before the PostgreSQL that a URL names. */
export class PgBouncer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(url: string): Promise<PgBouncer> {
    const { hostname, port, username, password } = new URL(url);
    const folder = await mkdtemp(join(tmpdir(), 'crm-pgbouncer-'));
    const own = await freePort();
    await writeFile(join(folder, 'users.txt'), `"${username}" "${decodeURIComponent(password)}"\n`);
    await writeFile(
      join(folder, 'pgbouncer.ini'),
      `[databases]
* = host=${hostname} port=${port}
[pgbouncer]
pool_mode = transaction
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${folder}/users.txt
default_pool_size = ${SERVER_CONNECTIONS}
max_client_conn = 500
`,
    );
    // It refuses to run as root.
    const root = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;
    if (root)
      for (const file of [folder, join(folder, 'users.txt'), join(folder, 'pgbouncer.ini')])
        await chown(file, root.uid, root.gid);
    const child = spawn('pgbouncer', [join(folder, 'pgbouncer.ini')], { cwd: folder, stdio: 'ignore', ...root });
    const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`pgbouncer ended with ${code}`)));
    failed.catch(() => {});
    const bouncer = new PgBouncer(child, folder, own);
    await Promise.race([failed, eventually(() => answers(bouncer.through(url)))]);
    return bouncer;
  }

  /** The URL, led through here. */
  through(url: string): string {
    const led = new URL(url);
    led.host = `127.0.0.1:${this.port}`;
    return led.href;
  }

  async stop(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exit;
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function answers(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  await client.end();
}
