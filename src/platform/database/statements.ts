import { and, join, raw, sql, type Sql } from './sql.js';
import { type AnyTable, type Column, fieldsOf, nameOf, type RowOf, type Table } from './table.js';

/** These columns of a table, as a list. */
export function columnsOf<T extends AnyTable>(of: T, ...names: (keyof RowOf<T> & string)[]): Sql {
  return join(names.map((name) => columnOf(of, name)));
}

/** All columns of a table but these, as a list. */
export function columnsBut<T extends AnyTable>(of: T, ...names: (keyof RowOf<T> & string)[]): Sql {
  const rest = Object.keys(fieldsOf(of)).filter((name) => !(names as string[]).includes(name));
  return join(rest.map((name) => columnOf(of, name)));
}

/**
 * Inserts rows, which all name the same columns; what they leave out PostgreSQL fills, and what is no column is left out.
 * They travel as one JSON value, so that one text serves any number of them. Add `ON CONFLICT` or `RETURNING` behind it.
 */
export function insert<T extends AnyTable>(into: T, rows: readonly Partial<RowOf<T>>[]): Sql {
  const columns = namesOf(Object.keys(fieldsOf(into)).filter((column) => column in rows[0]!));
  return sql`INSERT INTO ${into} (${columns}) SELECT ${columns} FROM ${recordsOf(into, rows)}`;
}

/** Inserts one row, each value bound or SQL: for bytes, which JSON does not carry, and for what PostgreSQL computes. */
export function insertRow<T extends AnyTable>(
  into: T,
  row: { readonly [Name in keyof RowOf<T>]?: RowOf<T>[Name] | Sql },
): Sql {
  const values = Object.values(row).map((value) => sql`${value}`);
  return sql`INSERT INTO ${into} (${namesOf(Object.keys(row))}) VALUES (${join(values)})`;
}

/** Writes these columns of rows that are found by their id. */
export function update<T extends AnyTable>(of: T, columns: readonly string[], rows: readonly object[]): Sql {
  const { id } = of as unknown as Table<{ id: never }>;
  const assignments = columns.map((column) => raw(`${column} = new.${column}`));
  return sql`UPDATE ${of} SET ${join(assignments)} FROM ${recordsOf(of, rows)} AS new WHERE ${id} = new.id`;
}

/** Columns with what they are to hold. */
export type Assigned<T extends AnyTable> = { readonly [Name in keyof RowOf<T>]?: RowOf<T>[Name] | Sql };

/** What follows SET: these columns with these values, each bound or SQL. */
export function set<T extends AnyTable>(of: T, values: Assigned<T>): Sql {
  return join(Object.entries(values).map(([column, value]) => sql`${columnOf(of, column).bare} = ${value}`));
}

/** The condition under which a row has all of these values; undefined ones are not asked for. */
export function having<T extends AnyTable>(of: T, values: { readonly [Name in keyof RowOf<T>]?: RowOf<T>[Name] }): Sql {
  const asked = Object.entries(values).filter(([, value]) => value !== undefined);
  return and(asked.map(([column, value]) => sql`${columnOf(of, column)} = ${value}`));
}

function columnOf(of: AnyTable, name: string): Column {
  return (of as unknown as Record<string, Column>)[name]!;
}

function namesOf(columns: readonly string[]): Sql {
  return raw(columns.join(', '));
}

function recordsOf(of: AnyTable, rows: readonly object[]): Sql {
  return sql`jsonb_populate_recordset(NULL::${raw(nameOf(of))}, ${JSON.stringify(rows)}::jsonb)`;
}

/** The columns of a table in which any of the pairs [row before, state after] differs. */
export function changedColumns(of: AnyTable, pairs: readonly (readonly [object, object])[]): string[] {
  return Object.keys(fieldsOf(of)).filter((column) =>
    pairs.some(([before, after]) => {
      const [old, now] = [(before as never)[column], (after as never)[column]];
      return now !== old && JSON.stringify(now) !== JSON.stringify(old);
    }),
  );
}
