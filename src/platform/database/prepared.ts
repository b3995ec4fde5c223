import { type QueryConfig } from 'pg';
import { bound, type Sql } from './sql.js';

/** A list or a range is planned better anew each time; so is what no connection should remember the text of. */
const PLANNED_ANEW = /\bLIMIT\b|\bOFFSET\b|^(?!\s*(?:INSERT|UPDATE|DELETE|SELECT|WITH)\b)/;
/** More texts than the program has: then something builds them anew each time, and remembering them would fill every connection. */
const MOST_REMEMBERED = 1_000;

const names = new Map<string, string | undefined>();

/**
 * A statement as pg sends it. Look-ups by key, locks and writes get a name, by which each connection parses and plans
 * them once: their plan does not hang on their values. A statement with a LIMIT is a list's or a sweep's and has none.
 * `prepares` is false behind a pooler in transaction mode, whose sessions know no names.
 */
export function planOf(statement: Sql, prepares: boolean): QueryConfig {
  const query = bound(statement);
  return prepares ? { ...query, name: nameOf(query.text) } : query;
}

function nameOf(text: string): string | undefined {
  if (names.has(text) || names.size >= MOST_REMEMBERED) return names.get(text);
  const name = PLANNED_ANEW.test(text) ? undefined : `crm_${names.size + 1}`;
  names.set(text, name);
  return name;
}
