import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from '../database/sql.js';

/** The last block known to be sealed: enough to notice that blocks have gone missing since. */
export interface SealHead {
  number: number;
  last_sequence: number;
  /** The block's code, hex. */
  hmac: string;
  sealed_at: string;
}

/** The name of a database that no copy shares: a restored dump is another database. */
export const DATABASE_IDENTITY = sql`SELECT system_identifier || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())
  AS identity FROM pg_control_system()`;

const fileIn = (dataDir: string) => join(dataDir, 'seal.head');

/** The heads kept in `DATA_DIR/seal.head`, by database; none where there is no such file. @throws if it is unreadable */
export async function readHeads(dataDir: string): Promise<Record<string, SealHead>> {
  try {
    return JSON.parse(await readFile(fileIn(dataDir), 'utf8')) as Record<string, SealHead>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${fileIn(dataDir)} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Keeps a database's head, outside the database, unless a later one is kept already; it survives a power cut once this
 * resolves. One at a time may write for a database.
 */
export async function writeHead(dataDir: string, database: string, head: SealHead): Promise<void> {
  const kept = await readHeads(dataDir);
  if (kept[database] && kept[database].number >= head.number) return;
  const heads = { ...kept, [database]: head };
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // Two containers that share the folder may share a process id as well.
  const draft = `${fileIn(dataDir)}.${randomUUID()}`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(heads, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, fileIn(dataDir));
}
