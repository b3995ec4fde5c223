import { type OpenAPIObject } from '@nestjs/swagger';

/** As much of an OpenAPI 3.0 schema as is looked at here. */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  default?: unknown;
  example?: unknown;
  enum?: unknown[];
  nullable?: boolean;
  required?: string[];
  allOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
}

type Schemas = Record<string, Schema>;

const PLACE = '#/components/schemas/';
const INSTANT = /(^|_)at$|^timestamp$|^last_login$/;
const DAY = /(^|_)date$|_(on|until|day)$|^period_(start|end)$|^effective_(from|to)$/;

/** The schema that a reference leads to, or the schema itself. */
export function resolve(document: OpenAPIObject, schema: Schema): Schema {
  return schema.$ref ? (document.components!.schemas as Schemas)[schema.$ref.slice(PLACE.length)]! : schema;
}

/** Makes every schema of the document say what linters, generators and validators of OpenAPI 3.0 understand alike. */
export function clarifySchemas(document: OpenAPIObject): void {
  const schemas = document.components!.schemas as Schemas;
  for (const schema of Object.values(schemas)) clarify(schema, schemas);
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(item) as { parameters?: { schema: Schema }[] }[]) {
      for (const { schema } of operation.parameters ?? []) clarify(schema, schemas);
    }
  }
}

function clarify(schema: Schema, schemas: Schemas): void {
  // What may have decimals says so: WithDecimals.
  if (schema.type === 'number' && !schema.format) schema.type = 'integer';
  if (schema.nullable && schema.enum && !schema.enum.includes(null)) schema.enum = [...schema.enum, null];
  if (schema.nullable && schema.allOf) allowNull(schema, schemas);
  if (schema.items) clarify(schema.items, schemas);
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    clarify(member, schemas);
    if (member.type === 'string' && !member.format && !member.enum) {
      const format = INSTANT.test(name) ? 'date-time' : DAY.test(name) ? 'date' : undefined;
      if (format) member.format = format;
    }
    if (member.default !== undefined) tellDefault(member);
  }
}

/** A field with the keyword `default` is taken by some generators for one that must be there. */
function tellDefault(member: Schema): void {
  member.description = [member.description, `Default: \`${JSON.stringify(member.default)}\`.`]
    .filter(Boolean)
    .join(' ');
  delete member.default;
}

/**
 * No null passes a reference, whatever stands beside it, and a choice between it and null is more than generators
 * understand: what may be null refers to a twin of the schema which itself may.
 */
function allowNull(schema: Schema, schemas: Schemas): void {
  const name = schema.allOf![0]!.$ref!.slice(PLACE.length);
  schemas[`${name}OrNull`] ??= { ...schemas[name], nullable: true };
  const twin = { $ref: `${PLACE}${name}OrNull` };
  delete schema.type;
  delete schema.nullable;
  delete schema.allOf;
  // Nothing may stand beside a reference; only for that there is a list of one.
  Object.assign(schema, Object.keys(schema).length > 0 ? { allOf: [twin] } : twin);
}

/** Drops the schemas that nothing refers to: what only its twin, or only the code, has use for. */
export function dropUnusedSchemas(document: OpenAPIObject): void {
  const schemas = document.components!.schemas as Schemas;
  const text = JSON.stringify(document);
  const unused = Object.keys(schemas).filter((name) => !text.includes(`"${PLACE}${name}"`));
  for (const name of unused) delete schemas[name];
  if (unused.length > 0) dropUnusedSchemas(document);
}
