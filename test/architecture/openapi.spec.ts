import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from '@jest/globals';
import { type ApiOperation, operationsOf, type Schema } from '../access/support/document.js';

const text = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');
const document = JSON.parse(text);
const schemas = document.components.schemas as Record<string, Schema>;
const operations = operationsOf(document);

/** A file and a page are looked at, not read in a document. */
const WITHOUT_EXAMPLE = ['application/pdf', 'text/html'];
const ALWAYS_INTEGER =
  /(^|_)(id|ids|by|version|term|rank|count|number|sequence|attempts|limit|skip|top|days|seconds|tokens|year|month)$/;
const ALWAYS_DECIMAL =
  /(^|_)(amount|premium|refund|earned|balance|deductible|multiplier|ratio|rate|percent|percentage|score|paid_back)$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Every field of every schema and every parameter, by its name. */
const fields: { place: string; name: string; schema: Schema }[] = [
  ...Object.entries(schemas).flatMap(([place, schema]) =>
    Object.entries(schema.properties ?? {}).map(([name, field]) => ({ place, name, schema: field })),
  ),
  ...operations.flatMap((one) =>
    [...one.query, ...one.ids].map(({ name, schema }) => ({ place: one.name, name, schema })),
  ),
];
const numbers = fields
  .map((field) => ({ ...field, schema: field.schema.items ?? field.schema }))
  .filter(({ schema }) => /^(number|integer)$/.test(schema.type ?? ''));

/** Every example of a success, with the schema that it is of. */
const examples = operations.flatMap((operation) =>
  successesOf(operation).map(([type, { schema, example }]) => ({ operation, type, schema, example })),
);

function successesOf({ responses }: ApiOperation): [string, { schema: Schema; example?: unknown }][] {
  return Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, { content }]) => Object.entries(content ?? {}));
}

const resolve = (schema: Schema): Schema =>
  schema.$ref ? schemas[schema.$ref.split('/').at(-1)!]! : schema.allOf ? resolve(schema.allOf[0]!) : schema;

describe('the names in generated clients', () => {
  it('are a verb and a noun, each an operation of its own', () => {
    const names = operations.map(({ id }) => id);
    expect(names.filter((name) => !/^[a-z]+([A-Z][a-z]+)+$/.test(name) && name !== 'logIn')).toEqual([]);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  });

  it('do not stutter', () => {
    const words = (name: string) => name.split(/(?=[A-Z])/).map((word) => word.toLowerCase().replace(/(ies|s|y)$/, ''));
    expect(operations.map(({ id }) => id).filter((name) => new Set(words(name)).size < words(name).length)).toEqual([]);
  });

  it('say list where a page of a list is answered, and only there', () => {
    const paged = operations.filter(
      (one) =>
        one.query.some(({ name }) => name === 'limit') &&
        successesOf(one).some(([, { schema }]) => schema.type === 'array'),
    );
    expect(paged.length).toBeGreaterThan(10);
    expect(paged.filter(({ id }) => !id.startsWith('list')).map(({ id }) => id)).toEqual([]);
    const others = operations.filter(
      (one) => one.id.startsWith('list') && successesOf(one).some(([, { schema }]) => schema.type !== 'array'),
    );
    expect(others.map(({ id }) => id)).toEqual([]);
  });
});

describe('the types in generated clients', () => {
  it('are integers for what counts and names, decimals for what measures', () => {
    expect(numbers.length).toBeGreaterThan(200);
    const wrong = numbers.filter(
      ({ name, schema }) =>
        schema.type !== (ALWAYS_DECIMAL.test(name) ? 'number' : ALWAYS_INTEGER.test(name) ? 'integer' : schema.type),
    );
    expect(wrong.map(({ place, name }) => `${place}.${name}`)).toEqual([]);
    expect(numbers.filter(({ schema }) => schema.type === 'number' && schema.format !== 'double')).toEqual([]);
  });

  it('leave a choice only between an array and an object, which every language tells apart', () => {
    const choices = [...text.matchAll(/"(anyOf|oneOf)"/g)];
    const told = examples.filter(
      ({ schema }) =>
        schema.oneOf?.length === 2 && schema.oneOf[0]!.type === 'array' && resolve(schema.oneOf[1]!).type === 'object',
    );
    expect(choices).toHaveLength(told.length);
  });

  it('require no field of a request that has a default', () => {
    expect(fields.filter(({ place, schema }) => schemas[place] && schema.default !== undefined)).toEqual([]);
  });

  it('name null among the values of whatever may be null', () => {
    const nullable = fields.filter(({ schema }) => schema.nullable);
    expect(nullable.length).toBeGreaterThan(20);
    expect(nullable.filter(({ schema }) => !schema.type || (schema.enum && !schema.enum.includes(null)))).toEqual([]);
  });
});

describe('the examples of answers', () => {
  const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true }));
  const closed = structuredClone(document);
  for (const schema of Object.values<Schema>(closed.components.schemas))
    if (schema.properties) schema.additionalProperties = false;
  ajv.addSchema({ ...closed, $id: 'api' });

  it('are there for every success', () => {
    const wanted = examples.filter(({ type }) => !WITHOUT_EXAMPLE.includes(type));
    expect(wanted.length).toBeGreaterThan(70);
    expect(
      wanted
        .filter(({ example }) => example === undefined || (Array.isArray(example) && example.length === 0))
        .map(({ operation }) => operation.name),
    ).toEqual([]);
  });

  it('are what their schemas say, field by field', () => {
    const wrong = examples
      .filter(({ type }) => type === 'application/json')
      .flatMap(({ operation, schema, example }) => {
        const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')));
        return validate(example) ? [] : [`${operation.name}: ${JSON.stringify(validate.errors!.slice(0, 2))}`];
      });
    expect(wrong).toEqual([]);
  });

  it('hold no day and no instant that the schema takes for any text', () => {
    const wrong = new Set<string>();
    const look = (schema: Schema, value: unknown, place: string): void => {
      const { type, format, items, properties = {}, oneOf } = resolve(schema);
      if (
        type === 'string' &&
        typeof value === 'string' &&
        (DAY.test(value) ? format !== 'date' : INSTANT.test(value) && format !== 'date-time')
      )
        wrong.add(place);
      if (Array.isArray(value)) value.forEach((one) => look(items ?? oneOf![0]!.items!, one, place));
      else if (value && typeof value === 'object')
        for (const [name, member] of Object.entries(value))
          if (properties[name]) look(properties[name], member, `${place}.${name}`);
    };
    for (const { operation, type, schema, example } of examples)
      if (type === 'application/json') look(schema, example, operation.id);
    expect([...wrong]).toEqual([]);
  });

  it('tell no secret', () => {
    expect(text).not.toMatch(/eyJ[\w-]+\.|\$argon2/);
  });
});

describe('every operation', () => {
  it('says who may take it, and what each of its answers is', () => {
    const all = Object.values<object>(document.paths).flatMap((item) => Object.values<any>(item));
    expect(all.filter(({ security }) => !security).map(({ operationId }) => operationId)).toEqual([]);
    expect(
      all.filter(({ responses }) =>
        Object.values<{ description: string }>(responses).some(({ description }) => !description),
      ),
    ).toEqual([]);
    expect(all.filter(({ summary, description, tags }) => !summary || !description || tags?.length !== 1)).toEqual([]);
  });
});
