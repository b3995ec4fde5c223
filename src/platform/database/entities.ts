import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { type Field } from '../../kernel/fields.js';
import { type AnyTable, allTables, fieldsOf, keyOf, nameOf, sqlType } from './table.js';

/** TypeORM's entities of all tables declared, for its data source and for the comparison of tables with the schema. */
export function allEntities(): EntitySchema[] {
  return allTables().map(entityOf);
}

function entityOf(table: AnyTable): EntitySchema {
  const columns = Object.entries(fieldsOf(table)).map(([name, field]) => [name, columnOf(name, field, keyOf(table))]);
  return new EntitySchema({ name: nameOf(table), columns: Object.fromEntries(columns) as never });
}

function columnOf(name: string, field: Field, key: readonly string[]): EntitySchemaColumnOptions {
  const primary = key.includes(name);
  const type = sqlType(field).replace(/\[]$/, '') as 'text';
  const array = field.type === 'texts';
  return { type, array, nullable: field.nullable, primary, ...(field.digits && { precision: field.digits, scale: 2 }) };
}
