import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { eventually } from './eventually.js';
import { freePort } from './redis-server.js';

/** What a copy must not take over from the primary; its own log comes by streaming. */
const NOT_COPIED = ['postmaster.pid', 'postmaster.opts', 'pg_wal/*', 'pg_replslot/*'];

/** What a standby must know of the server that it follows. */
interface Primary {
  data: string;
  connections: string;
}

/** A streaming replica of one test's own, of the PostgreSQL server on this machine that a superuser's URL leads to (Linux). */
export class Standby {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly port: number,
    private readonly adminUrl: string,
  ) {}

  static async start(adminUrl: string): Promise<Standby> {
    const primary = new pg.Client({ connectionString: adminUrl });
    await primary.connect();
    try {
      const {
        rows: [found],
      } = await primary.query<Primary>(
        `SELECT current_setting('data_directory') AS data, current_setting('max_connections') AS connections`,
      );
      const folder = await mkdtemp(join(tmpdir(), 'crm-standby-'));
      const port = await freePort();
      await copy(primary, found!.data, join(folder, 'data'));
      const standby = new Standby(await spawned(found!, folder, port, adminUrl), folder, port, adminUrl);
      await eventually(() => standby.ask('SELECT 1'));
      return standby;
    } finally {
      await primary.end();
    }
  }

  /** The URL of a database on the primary, here. */
  of(url: string): string {
    const here = new URL(url);
    here.port = String(this.port);
    return here.href;
  }

  /** As the superuser. */
  async ask<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.of(this.adminUrl) });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.child.kill('SIGINT');
    await exit;
    await rm(this.folder, { recursive: true, force: true });
    const primary = new pg.Client({ connectionString: this.adminUrl });
    await primary.connect();
    await primary.query(`SELECT pg_drop_replication_slot('crm_standby')`);
    await primary.end();
  }
}

/** A base backup by hand: the embedded package has no pg_basebackup. The slot keeps the log from the backup's start on. */
async function copy(primary: pg.Client, data: string, to: string): Promise<void> {
  await primary.query(`SELECT pg_create_physical_replication_slot('crm_standby', true)`);
  await primary.query(`SELECT pg_backup_start('crm_standby', true)`);
  await promisify(execFile)('tar', [
    '-C',
    data,
    ...NOT_COPIED.map((each) => `--exclude=./${each}`),
    '--warning=no-file-changed',
    '--warning=no-file-removed',
    '-cf',
    `${to}.tar`,
    '.',
  ]).catch((error: { code: number }) => {
    if (error.code !== 1) throw error; // 1: a file changed meanwhile, which the log mends.
  });
  const {
    rows: [stopped],
  } = await primary.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
  await mkdir(to, { mode: 0o700 });
  await promisify(execFile)('tar', ['-C', to, '-xpf', `${to}.tar`]);
  await rm(`${to}.tar`);
  for (const each of ['pg_wal', 'pg_replslot']) await mkdir(join(to, each), { recursive: true, mode: 0o700 });
  await writeFile(join(to, 'backup_label'), stopped!.labelfile);
  await writeFile(join(to, 'standby.signal'), '');
}

/** The primary's own program, as its own user. */
async function spawned(
  { data, connections }: Primary,
  folder: string,
  port: number,
  adminUrl: string,
): Promise<ChildProcess> {
  const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
  const program = await readlink(`/proc/${pid}/exe`);
  const libraries = /LD_LIBRARY_PATH=([^\0]*)/.exec(await readFile(`/proc/${pid}/environ`, 'utf8'))?.[1];
  const { uid, gid } = await stat(data);
  const asRoot = process.getuid?.() === 0;
  if (asRoot) await promisify(execFile)('chown', ['-R', `${uid}:${gid}`, folder]);
  const { hostname, port: primaryPort, username, password } = new URL(adminUrl);
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    // With fewer than the primary's it would not start.
    max_connections: connections,
    primary_slot_name: 'crm_standby',
    primary_conninfo: `host=${hostname} port=${primaryPort} user=${username} password=${decodeURIComponent(password)}`,
  };
  return spawn(
    program,
    ['-D', join(folder, 'data'), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      cwd: '/',
      stdio: 'ignore',
      env: { ...process.env, ...(libraries && { LD_LIBRARY_PATH: libraries }) },
      ...(asRoot && { uid, gid }),
    },
  );
}
