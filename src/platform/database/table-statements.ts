import { type EntityMetadata, type ObjectLiteral } from 'typeorm';
import { prepared } from './prepared.js';

/**
 * The statements by which rows of one table are read and written, made once from its entity. Rows travel as one JSON
 * parameter, so that one text serves any number of them; pg's parsers give every column the form that the entity declares.
 */
export class TableStatements {
  readonly insert: string;
  readonly lockOne: string;
  /** In the order of their ids, so that two such locks never wait for each other in a circle. */
  readonly lockAll: string;

  private constructor(
    readonly table: string,
    private readonly columns: readonly string[],
  ) {
    const names = columns.join(', ');
    this.insert = prepared(
      `INSERT INTO ${table} (${names}) SELECT ${names} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    );
    this.lockOne = prepared(`${this.select} WHERE id = $1 FOR UPDATE`);
    this.lockAll = prepared(`${this.select} WHERE id = ANY($1::int[]) ORDER BY id FOR UPDATE`);
  }

  static of({ tableName, columns }: EntityMetadata): TableStatements {
    return new TableStatements(
      tableName,
      columns.map(({ databaseName }) => databaseName),
    );
  }

  /** Reads the one row that a condition names by a key. */
  selectWhere(condition: string): string {
    return prepared(`${this.select} WHERE ${condition}`);
  }

  /** The columns in which any of the pairs [row before, state after] differs. */
  changed(pairs: readonly (readonly [ObjectLiteral, ObjectLiteral])[]): string[] {
    return this.columns.filter((column) =>
      pairs.some(
        ([before, after]) =>
          after[column] !== before[column] && JSON.stringify(after[column]) !== JSON.stringify(before[column]),
      ),
    );
  }

  /** Writes these columns of rows that are found by their id. */
  update(columns: readonly string[]): string {
    const assignments = columns.map((column) => `${column} = new.${column}`).join(', ');
    return prepared(`UPDATE ${this.table} SET ${assignments} FROM jsonb_populate_recordset(NULL::${this.table}, $1::jsonb) AS new
      WHERE ${this.table}.id = new.id`);
  }

  private get select(): string {
    return `SELECT ${this.columns.map((column) => `${this.table}.${column}`).join(', ')} FROM ${this.table}`;
  }
}
