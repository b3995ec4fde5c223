import { readFileSync, writeFileSync } from 'node:fs';

const READS_OR_WRITES = /^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b/i;

/** Empties the file of recorded statements and answers what was in it. */
export function takeStatements(file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  writeFileSync(file, '');
  return lines.map((line) => JSON.parse(line));
}

/** Tables that grow with the book: those with so many rows by now. */
export async function growingTables(client, rows) {
  const found = await client.query(`SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples >= $1`, [rows]);
  return new Set(found.rows.map(({ relname }) => relname));
}

/**
 * The tables that a recorded statement would read from end to end, of those given, by the plan that PostgreSQL makes for the very values
 * it ran with. Nothing is executed. With `avoidable`, only where no index could help at all, however small the table is yet.
 */
export async function scannedBy(client, { text, values }, tables, { avoidable = false } = {}) {
  if (!READS_OR_WRITES.test(text)) return [];
  await client.query('BEGIN');
  try {
    if (avoidable) await client.query('SET LOCAL enable_seqscan = off');
    const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${text}`, values.map(plain));
    return [...new Set(scannedIn(rows[0]['QUERY PLAN'][0].Plan, tables))];
  } finally {
    await client.query('ROLLBACK');
  }
}

function scannedIn(plan, tables) {
  const own = plan['Node Type'] === 'Seq Scan' && tables.has(plan['Relation Name']) ? [plan['Relation Name']] : [];
  return [...own, ...(plan.Plans ?? []).flatMap((child) => scannedIn(child, tables))];
}

/** In JSON bytes become an object. */
function plain(value) {
  return value?.type === 'Buffer' ? Buffer.from(value.data) : value;
}
