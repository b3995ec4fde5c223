import { type Fields, int, type Kind, none, type ValuesOf } from '../../kernel/fields.js';
import { join, raw, type Sql } from './sql.js';

/** The columns that every aggregate's table begins with. */
export const aggregateColumns = {
  id: none(int),
  /** Of the last event folded in. */
  version: none(int),
};

const DEFINITION = Symbol('definition');

interface Definition<Of extends Fields> {
  readonly name: string;
  readonly fields: Of;
  readonly key: readonly string[];
}

/** A column as SQL names it, `quote.status`; `bare` is its name alone, for where nothing else may stand. */
export type Column = Sql & { readonly bare: Sql };

/** Anything that was declared as a table. */
export type AnyTable<Of extends Fields = Fields> = Sql & { readonly [DEFINITION]: Definition<Of> };

/**
 * A table as a value: the one place where its columns stand. In a statement it is its name, its properties are its
 * columns; whoever reads it imports it, so that what reads what can be seen.
 */
export type Table<Of extends Fields = Fields, Kept extends string = never> = AnyTable<Of> & {
  readonly [Name in keyof Of | Kept]: Column;
} & {
  /** All columns of its rows. */
  readonly columns: Sql;
  /** The same table under another name, for a statement that reads it twice. */
  as(alias: string): Table<Of, Kept>;
};

/** A table whose rows are the states of aggregates. */
export type AggregateTable = AnyTable & { readonly id: Column; readonly version: Column; readonly columns: Sql };

/** The rows of a table. */
export type RowOf<T> = T extends AnyTable<infer Of> ? ValuesOf<Of> : never;

const declared: AnyTable[] = [];

/**
 * Declares a table. `fields` say what each column holds and whether it is about a person.
 * @param options.key the columns of its primary key, `id` if nothing is said
 * @param options.kept columns that PostgreSQL fills by itself (generated, by a trigger): to be asked for, never written
 */
export function table<Of extends Fields, const Kept extends string = never>(
  name: string,
  fields: Of,
  { key = ['id'], kept = [] }: { key?: readonly (keyof Of & string)[]; kept?: readonly Kept[] } = {},
): Table<Of, Kept> {
  const made = named<Of, Kept>({ name, fields, key }, kept, name);
  declared.push(made);
  return made;
}

/** Every table declared in what this process has loaded. */
export function allTables(): readonly AnyTable[] {
  return declared;
}

/** The fields of a table, to make facts of. */
export function fieldsOf<Of extends Fields>(of: AnyTable<Of>): Of {
  return of[DEFINITION].fields;
}

/** A table's name in the database. */
export function nameOf(of: AnyTable): string {
  return of[DEFINITION].name;
}

/** The columns of its primary key. */
export function keyOf(of: AnyTable): readonly string[] {
  return of[DEFINITION].key;
}

function named<Of extends Fields, Kept extends string>(
  definition: Definition<Of>,
  kept: readonly Kept[],
  alias: string,
): Table<Of, Kept> {
  const { name, fields } = definition;
  const column = (of: string) => [of, { ...raw(`${alias}.${of}`), bare: raw(of) }] as const;
  const columns = Object.fromEntries(Object.keys(fields).map(column));
  return {
    ...raw(name === alias ? name : `${name} AS ${alias}`),
    ...columns,
    ...Object.fromEntries(kept.map(column)),
    columns: join(Object.values(columns)),
    as: (other: string) => named(definition, kept, other),
    [DEFINITION]: definition,
  } as unknown as Table<Of, Kept>;
}

const SQL_TYPES: Partial<Record<Kind['type'], string>> = {
  texts: 'text[]',
  bytes: 'bytea',
  money: 'numeric',
  double: 'double precision',
  day: 'date',
  instant: 'timestamptz',
  json: 'jsonb',
};

/** The SQL type of a kind: `timestamptz` for an instant. */
export function sqlType({ type }: Kind): string {
  return SQL_TYPES[type] ?? type;
}
