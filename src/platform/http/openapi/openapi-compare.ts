import { type OpenAPIObject } from '@nestjs/swagger';
import { operationsOf } from './openapi-problems.js';

interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

interface Field {
  type: string;
  required: boolean;
  values: unknown[] | undefined;
}

interface Shape {
  parameters: Map<string, Field>;
  request: Map<string, Field>;
  answers: Map<string, Map<string, Field>>;
}

const DEEPEST = 12;

/**
 * What in `after` would break a client written for `before`: operations, answers and their fields that are gone or
 * of another type, and what a request must have now or may have no more. Empty: nothing.
 */
export function breakingChanges(before: OpenAPIObject, after: OpenAPIObject): string[] {
  const now = new Map(
    [...operationsOf(after)].map((one) => [`${one.method.toUpperCase()} ${one.path}`, shapeOf(after, one.operation)]),
  );
  return [...operationsOf(before)].flatMap(({ method, path, operation }) => {
    const name = `${method.toUpperCase()} ${path}`;
    const shape = now.get(name);
    if (!shape) return [`${name} is gone`];
    const old = shapeOf(before, operation);
    return [
      ...asked(old.parameters, shape.parameters).map((change) => `${name}: parameter ${change}`),
      ...asked(old.request, shape.request).map((change) => `${name}: request field ${change}`),
      ...[...old.answers].flatMap(([status, fields]) =>
        answered(fields, shape.answers.get(status)).map((change) => `${name}: ${status} ${change}`),
      ),
    ];
  });
}

/** The breaking changes, unless the version says so: a new major one. */
export function unannouncedBreaks(before: OpenAPIObject, after: OpenAPIObject): string[] {
  const majorOf = ({ info }: OpenAPIObject) => Number(info.version.split('.')[0]);
  return majorOf(after) > majorOf(before) ? [] : breakingChanges(before, after);
}

function asked(before: Map<string, Field>, after: Map<string, Field>): string[] {
  const gone = [...before.keys()].filter((field) => !after.has(field)).map((field) => `${field} is no longer taken`);
  const changed = [...after].flatMap(([field, now]) => {
    const old = before.get(field);
    if (now.required && !old?.required) return [`${field} is required now`];
    if (old && old.type !== now.type) return [`${field} was ${old.type}, is ${now.type}`];
    const lost = old?.values?.filter((value) => now.values && !now.values.includes(value)) ?? [];
    return lost.map((value) => `${field} no longer takes ${JSON.stringify(value)}`);
  });
  return [...gone, ...changed];
}

function answered(before: Map<string, Field>, after: Map<string, Field> | undefined): string[] {
  if (!after) return ['is no longer answered'];
  return [...before].flatMap(([field, old]) => {
    const now = after.get(field);
    if (!now) return [`field ${field} is gone`];
    return old.type === now.type ? [] : [`field ${field} was ${old.type}, is ${now.type}`];
  });
}

function shapeOf(document: OpenAPIObject, operation: object): Shape {
  const {
    parameters = [],
    requestBody,
    responses,
  } = operation as {
    parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
    requestBody?: { content: Record<string, { schema: Schema }> };
    responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
  };
  const body = requestBody?.content['application/json']?.schema;
  return {
    parameters: new Map(
      parameters.map((one) => [`${one.in} ${one.name}`, { ...typeOf(one.schema), required: one.required ?? false }]),
    ),
    request: body ? fieldsOf(document, body) : new Map<string, Field>(),
    answers: new Map(
      Object.entries(responses)
        .filter(([status]) => status.startsWith('2'))
        .map(([status, { content }]) => {
          const schema = content?.['application/json']?.schema;
          return [status, schema ? fieldsOf(document, schema) : new Map<string, Field>()];
        }),
    ),
  };
}

/** Every field by its path (`items.0.id` is `items[].id`), references followed. */
function fieldsOf(
  document: OpenAPIObject,
  schema: Schema,
  prefix = '',
  depth = 0,
  into = new Map<string, Field>(),
): Map<string, Field> {
  if (depth > DEEPEST) return into;
  if (schema.$ref) {
    const target = document.components!.schemas![schema.$ref.split('/').at(-1)!] as Schema;
    return fieldsOf(document, target, prefix, depth + 1, into);
  }
  for (const part of [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])])
    fieldsOf(document, part, prefix, depth + 1, into);
  if (schema.items) fieldsOf(document, schema.items, `${prefix}[]`, depth + 1, into);
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const path = prefix ? `${prefix}.${name}` : name;
    into.set(path, { ...typeOf(member), required: schema.required?.includes(name) ?? false });
    fieldsOf(document, member, path, depth + 1, into);
  }
  return into;
}

function typeOf(schema: Schema): Omit<Field, 'required'> {
  const type = schema.type ?? (schema.$ref || schema.allOf || schema.anyOf || schema.oneOf ? 'object' : 'any');
  return { type: type === 'integer' ? 'number' : type, values: schema.enum };
}
