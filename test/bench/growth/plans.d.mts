import { type Pool } from 'pg';

export interface Statement {
  text: string;
  values: unknown[];
}
export function takeStatements(file: string): Statement[];
export function growingTables(client: Pick<Pool, 'query'>, rows: number): Promise<Set<string>>;
export function wholeIndexes(client: Pick<Pool, 'query'>): Promise<Set<string>>;
export function scannedBy(
  client: Pick<Pool, 'query'>,
  statement: Statement,
  tables: Set<string>,
  options?: { avoidable?: boolean; indexes?: Set<string> },
): Promise<string[]>;
