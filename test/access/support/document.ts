export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  default?: unknown;
  nullable?: boolean;
  example?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

export interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  schema: Schema;
  example?: unknown;
}

/** One operation of the running system's OpenAPI document, references followed. */
export interface ApiOperation {
  id: string;
  name: string;
  section: string;
  method: string;
  path: string;
  roles: string[];
  problems: string[];
  query: Parameter[];
  /** The path's parameters that are integers. */
  ids: Parameter[];
  texts: Parameter[];
  body: Schema | undefined;
  /** The document's own example of the body. */
  example: Record<string, unknown> | undefined;
  /** It takes a PDF and nothing else. */
  takesPdf: boolean;
  takesIfMatch: boolean;
  responses: Record<
    string,
    { headers?: Record<string, { required: boolean }>; content?: Record<string, { schema: Schema; example?: unknown }> }
  >;
}

/** Every operation of the document. */
export function operationsOf(document: any): ApiOperation[] {
  const resolve = (schema: Schema | undefined): Schema | undefined =>
    schema?.$ref ? document.components.schemas[schema.$ref.split('/').at(-1)!] : schema;
  return Object.entries<any>(document.paths).flatMap(([path, item]) =>
    Object.entries<any>(item).map(([method, operation]) => {
      const parameters: Parameter[] = operation.parameters ?? [];
      const inPath = parameters.filter((one) => one.in === 'path');
      const content = operation.requestBody?.content ?? {};
      return {
        id: operation.operationId,
        name: `${method.toUpperCase()} ${path.replace('/api/v1', '')}`,
        section: operation.tags[0],
        method,
        path: path.replace('/api/v1', ''),
        roles: operation['x-roles'],
        problems: operation['x-problems'],
        query: parameters.filter((one) => one.in === 'query'),
        ids: inPath.filter((one) => one.schema.type === 'integer'),
        texts: inPath.filter((one) => one.schema.type !== 'integer'),
        body: resolve(content['application/json']?.schema),
        example: content['application/json']?.example,
        takesPdf: 'application/pdf' in content,
        takesIfMatch: parameters.some((one) => one.name === 'If-Match'),
        responses: operation.responses,
      };
    }),
  );
}

/** The operation's address with its example values, or with `id` in place of every integer. */
export function pathOf(operation: ApiOperation, id: string | number = 1): string {
  return filled(operation, ({ example, schema }) => (schema.type === 'integer' ? id : example));
}

/** The operation's address with the examples of its path and query. */
export function examplePathOf(operation: ApiOperation): string {
  const query = operation.query
    .map(({ name, example, schema }) => [name, example ?? schema.example] as const)
    .filter(([, example]) => example !== undefined)
    .map(([name, example]) => `${name}=${encodeURIComponent(String(example))}`);
  return filled(operation, ({ example }) => example) + (query.length > 0 ? `?${query.join('&')}` : '');
}

function filled(operation: ApiOperation, value: (parameter: Parameter) => unknown): string {
  return operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(value([...operation.ids, ...operation.texts].find((one) => one.name === name)!)),
  );
}

/** The fields of a body. */
export function fieldsOf(schema: Schema | undefined): { name: string; schema: Schema; required: boolean }[] {
  return Object.entries(schema?.properties ?? {}).map(([name, member]) => ({
    name,
    schema: member,
    required: schema!.required?.includes(name) ?? false,
  }));
}
