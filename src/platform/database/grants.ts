import pg from 'pg';

/** The tables of a schema that have the trigger which refuses every change. */
const APPEND_ONLY = `
  SELECT DISTINCT format('%I.%I', namespace.nspname, class.relname) AS name
  FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_class AS class ON class.oid = tgrelid
    JOIN pg_namespace AS namespace ON namespace.oid = class.relnamespace
  WHERE proname = 'refuse_change'`;

/**
 * Gives the application's role what it needs and no more: rows, sequences and functions of both schemas, but on
 * append-only tables INSERT and SELECT alone. Does nothing where one role is both, which the boot then warns of.
 * @param client connected as the owner
 */
export async function grantToApplication(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ same: boolean; role: string }>(
    `SELECT current_user = $1 AS same, quote_ident($1) AS role`,
    [role],
  );
  const { same, role: quoted } = rows[0]!;
  if (same) return;
  for (const schema of ['public', 'bullmq']) {
    await client.query(`
      GRANT USAGE ON SCHEMA ${schema} TO ${quoted};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${quoted};
      GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${quoted};
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO ${quoted};`);
  }
  const { rows: tables } = await client.query<{ name: string }>(APPEND_ONLY);
  for (const { name } of tables) await client.query(`REVOKE UPDATE, DELETE, TRUNCATE ON ${name} FROM ${quoted}`);
}
