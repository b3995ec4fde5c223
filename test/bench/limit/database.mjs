import pg from 'pg';

// As the API reads them: days as text, instants in ISO 8601, counts as numbers.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

/** As many connections as the API has. */
export const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL_SIZE || 10),
});

/** A named statement: `{ name, text }`, run with `run(client, statement, values)`. */
export const statement = (name, text) => ({ name, text });

/** The rows of a prepared statement. */
export async function run(client, { name, text }, values = []) {
  return (await client.query({ name, text, values })).rows;
}

/** Runs `work(client)` in a transaction. */
export async function transaction(work) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

export const NOW = statement('now', 'SELECT company_now() AS now');

let hinting = false;
/** Wakes the relays after a commit, one hint at a time. */
export function hint() {
  if (hinting) return;
  hinting = true;
  pool.query(`SELECT pg_notify('crm_deliveries', '')`).finally(() => {
    hinting = false;
  });
}
