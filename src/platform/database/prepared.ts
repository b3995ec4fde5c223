import pg from 'pg';

const names = new Map<string, string>();

/**
 * Marks a statement as one that each connection has parsed and planned once. For look-ups by key and for inserts, whose plan
 * does not hang on their values; a range or a list is planned better anew each time. Answers the statement as it is.
 */
export function prepared(sql: string): string {
  if (!names.has(sql)) names.set(sql, `crm_${names.size + 1}`);
  return sql;
}

/** A connection that sends marked statements by their name. Not behind a pooler in transaction mode, which knows no names. */
export class PreparingClient extends pg.Client {
  override query(...parameters: unknown[]): never {
    const [text, values, ...rest] = parameters;
    const name = typeof text === 'string' && Array.isArray(values) ? names.get(text) : undefined;
    const query = super.query.bind(this) as (...given: unknown[]) => never;
    return name ? query({ name, text, values }, ...rest) : query(...parameters);
  }
}
