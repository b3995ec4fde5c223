import { Failure } from './terminal.mjs';

const DATABASE = 'insurance_crm';

/** Connection strings of the three roles; the application itself only ever gets `url`. */
export function urls(port, passwords) {
  const url = (role, password, database) => `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  return {
    url: url('crm_app', passwords.APP_PASSWORD, DATABASE),
    ownerUrl: url('crm_owner', passwords.OWNER_PASSWORD, DATABASE),
    adminUrl: url('postgres', passwords.POSTGRES_PASSWORD, 'postgres'),
  };
}

/**
 * Makes what is missing: the role that owns the schema, the role that the application runs as, the database, and the
 * trigram extension (in the template too, so that each test suite's own database has it).
 * `mayCreateDatabases` lets the owner make further databases, for tests.
 */
export async function provision(port, passwords, { mayCreateDatabases }) {
  const admin = await connect(port, passwords, 'postgres');
  try {
    await admin.query('SELECT pg_advisory_lock(1)');
    const template = await connect(port, passwords, 'template1');
    await template.query('CREATE EXTENSION IF NOT EXISTS pg_trgm').finally(() => template.end());
    const roles = (await admin.query('SELECT rolname FROM pg_roles')).rows.map(({ rolname }) => rolname);
    const role = async (name, password, options) => {
      if (!roles.includes(name)) await admin.query(`CREATE ROLE ${name} LOGIN ${options} PASSWORD '${password}'`);
    };
    await role('crm_owner', passwords.OWNER_PASSWORD, mayCreateDatabases ? 'CREATEDB' : 'NOCREATEDB');
    await role('crm_app', passwords.APP_PASSWORD, 'NOCREATEDB');
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${DATABASE} OWNER crm_owner`);
  } finally {
    await admin.end();
  }
}

async function connect(port, passwords, database) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: passwords.POSTGRES_PASSWORD,
    database,
  });
  // A server that stops while we are connected tells so by an error event, which nobody else would hear.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new Failure(
      `PostgreSQL on port ${port} refused us: ${error.message}`,
      'If secrets.json of the data folder was lost or changed, restore it; or move the data folder away to begin afresh.',
    );
  }
  return client;
}

/** Runs `work` while holding an advisory lock, so that two launchers never migrate or seed at once. */
export async function exclusively(ownerUrl, work) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: ownerUrl, keepAlive: true });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new Failure(
      `The database cannot be reached: ${error.message}`,
      'Check DATABASE_URL and DATABASE_OWNER_URL, and that the server runs.',
    );
  }
  try {
    await client.query(`SELECT pg_advisory_lock(hashtext('insurance_crm launcher'))`);
    return await work();
  } finally {
    await client.end();
  }
}
