import { createHash, randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import pg from 'pg';
import { bundled, dist, nodeProgram } from './program.js';

/** One test's own database: URLs for the application's role and for the owner. */
export interface TestDatabase {
  url: string;
  ownerUrl: string;
  drop(): Promise<void>;
}

/** What every process of one system shares; the same for all tests, so that a template made with it can be reused. */
export const TEST_SECRETS = {
  JWT_SECRET: 'a-test-secret-of-enough-length-for-tokens-0001',
  SEAL_KEY: 'a-test-secret-of-enough-length-for-seals-00002',
  DATA_KEY: 'a-test-secret-of-enough-length-for-persons-003',
};

const TEMPLATE_LOCK = 727_401;

/** Copies the migrated template, with the demo users in it, into a database of its own. */
export async function createDatabase(): Promise<TestDatabase> {
  const template = await ensureTemplate();
  const name = `crm_test_${randomBytes(6).toString('hex')}`;
  const { rows } = await withAdmin(async (admin) => {
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    return admin.query<{ fsync: string }>('SHOW fsync');
  });
  // A copy has its sequences' pages but none of their log: until the first checkpoint a crash would set them back, and ids
  // would come twice. Only a server that waits for the disk is ever crashed.
  if (rows[0]!.fsync === 'on') await withAdmin((admin) => admin.query('CHECKPOINT'), 'TEST_DATABASE_ADMIN_URL');
  return {
    url: named('TEST_DATABASE_APP_URL', name),
    ownerUrl: named('TEST_DATABASE_OWNER_URL', name),
    drop: async () => {
      // The superuser, because ending the sessions of a database may meet an autovacuum worker, which the owner may not end.
      await withAdmin(
        (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
        'TEST_DATABASE_ADMIN_URL',
      );
    },
  };
}

/** Migrating and hashing eight passwords takes seconds, so it is done once per build and copied. */
async function ensureTemplate(): Promise<string> {
  const name = `crm_template_${createHash('sha256').update(dist).digest('hex').slice(0, 8)}`;
  return withAdmin(async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return name;
    const draft = `${name}_draft`;
    await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${draft}`);
    const environment = {
      ...process.env,
      ...TEST_SECRETS,
      DATABASE_URL: named('TEST_DATABASE_APP_URL', draft),
      DATABASE_OWNER_URL: named('TEST_DATABASE_OWNER_URL', draft),
      DEMO_DATA: 'users',
      EMBEDDED: 'true',
    };
    await runProgram('migrate.js', environment);
    await runProgram('seed.js', environment);
    await admin.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
    return name;
  });
}

async function withAdmin<T>(work: (admin: pg.Client) => Promise<T>, role = 'TEST_DATABASE_OWNER_URL'): Promise<T> {
  const admin = new pg.Client({ connectionString: named(role, 'postgres') });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function named(variable: string, database: string): string {
  const text = process.env[variable];
  if (!text) throw new Error(`${variable} is not set: run the e2e tests through npm test or npm run test:e2e`);
  const url = new URL(text);
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs one of the program's commands to its end. */
export function runProgram(
  file: 'migrate.js' | 'seed.js',
  environment: NodeJS.ProcessEnv,
  folder = bundled,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(nodeProgram, [`${folder}/${file}`], {
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${file} ended with ${code}: ${errors}`))));
  });
}
