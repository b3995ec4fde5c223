const READS_OR_WRITES = /^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b/i;

/** The plan of one recorded statement with the very values it ran with; nothing is executed. */
export async function explain(client, { text, values }, setting) {
  if (!READS_OR_WRITES.test(text)) return undefined;
  await client.query('BEGIN');
  try {
    if (setting) await client.query(`SET LOCAL ${setting}`);
    const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${text}`, values.map(plain));
    return rows[0]['QUERY PLAN'][0].Plan;
  } finally {
    await client.query('ROLLBACK');
  }
}

/** Tables that grow with the book. */
export async function growingTables(client, prospects) {
  const { rows } = await client.query(
    `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples > $1`, [prospects / 25]);
  return new Set(rows.map(({ relname }) => relname));
}

/** The tables that a plan reads from end to end, of those given. */
export function scannedTables(plan, tables) {
  const own = plan['Node Type'] === 'Seq Scan' && tables.has(plan['Relation Name']) ? [plan['Relation Name']] : [];
  return [...own, ...(plan.Plans ?? []).flatMap((child) => scannedTables(child, tables))];
}

/** Across the channel between processes bytes come as an object. */
function plain(value) {
  return value?.type === 'Buffer' ? Buffer.from(value.data) : value;
}
