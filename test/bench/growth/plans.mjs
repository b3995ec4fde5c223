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
  const found = await client.query(
    `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples >= $1`,
    [rows],
  );
  return new Set(found.rows.map(({ relname }) => relname));
}

/** Indexes that hold every row of their table, unlike partial ones. */
export async function wholeIndexes(client) {
  const found = await client.query('SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indpred IS NULL');
  return new Set(found.rows.map(({ name }) => name));
}

/**
 * The tables that a recorded statement would read from end to end, of those given, by the plan that PostgreSQL makes for the very values
 * it ran with. Nothing is executed. With `avoidable`, only where no index could help at all, however small the table is yet. With
 * `indexes` (see `wholeIndexes`) also those that it reads whole along one of them.
 */
export async function scannedBy(client, { text, values }, tables, { avoidable = false, indexes = new Set() } = {}) {
  if (!READS_OR_WRITES.test(text)) return [];
  await client.query('BEGIN');
  try {
    // Where BullMQ's own statements find their tables.
    await client.query('SET LOCAL search_path = public, bullmq');
    if (avoidable) await client.query('SET LOCAL enable_seqscan = off');
    const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${text}`, values.map(plain));
    return [...new Set(scannedIn(rows[0]['QUERY PLAN'][0].Plan, tables, indexes))];
  } finally {
    await client.query('ROLLBACK');
  }
}

/** `isCutShort`: a LIMIT above ends this part of the plan as soon as it has enough rows, since all in between hands them on in order. */
function scannedIn(plan, tables, indexes, isCutShort = false) {
  const { 'Node Type': node, 'Relation Name': table } = plan;
  const isWalk = indexes.has(plan['Index Name']) && !plan['Index Cond'] && !isCutShort;
  const own = tables.has(table) && (node === 'Seq Scan' || isWalk) ? [table] : [];
  const goesOn = node === 'Limit' || (isCutShort && !isBlocking(plan));
  return [
    ...own,
    ...(plan.Plans ?? []).flatMap((child) => scannedIn(child, tables, indexes, goesOn && !isApart(child))),
  ];
}

/** Needs all rows before it hands on the first. */
function isBlocking({ 'Node Type': node, Strategy: strategy }) {
  return (
    ['Sort', 'Hash', 'Materialize', 'WindowAgg', 'SetOp'].includes(node) ||
    (node === 'Aggregate' && strategy !== 'Sorted')
  );
}

/** A statement within the statement: no LIMIT outside ends it. */
function isApart({ 'Parent Relationship': relationship }) {
  return relationship === 'InitPlan' || relationship === 'SubPlan';
}

/** In JSON bytes become an object. */
function plain(value) {
  return value?.type === 'Buffer' ? Buffer.from(value.data) : value;
}
