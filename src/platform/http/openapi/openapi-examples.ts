import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ApiExtension, type OpenAPIObject } from '@nestjs/swagger';
import { UNSHOWN } from '../edge/route-traits.js';
import { type Operation, parametersOf } from './openapi-problems.js';
import { resolve, type Schema } from './openapi-schemas.js';

const EXAMPLE = `${UNSHOWN}example`;
const SOURCES = fileURLToPath(new URL('../../../', import.meta.url));

interface RouteExample {
  /** Of the path, by parameter; an id that is not named is 1. */
  path?: Record<string, string | number>;
  query?: Record<string, unknown>;
  /** In place of what the DTO's own examples come to. */
  body?: object;
}

/**
 * What works on the demo data as far as the DTOs do not say it. Each route's names rows of its own, so that all of them
 * work one after the other too.
 */
export const Example = (example: RouteExample): MethodDecorator => ApiExtension(EXAMPLE, example);

/**
 * What the demo data answered to each operation's example, by operation id: from every `*.answers.json` of the sources,
 * which `npm run openapi -- --answers` records anew.
 */
export function recordedAnswers(): Record<string, unknown> {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.answers.json'),
  );
  const read = (file: string) => JSON.parse(readFileSync(path.join(SOURCES, file), 'utf8')) as object;
  return Object.assign({}, ...files.map(read)) as Record<string, unknown>;
}

/** What the fields' own examples come to; a field without one is left out. */
function exampleBody(schema: Schema): object | undefined {
  const examples = Object.entries(schema.properties ?? {})
    .filter(([, field]) => field.example !== undefined)
    .map(([name, field]) => [name, field.example] as const);
  return schema.properties && Object.fromEntries(examples);
}

/** Gives the operation examples that hold on the demo data: its parameters, its body as a whole, its answers. */
export function exemplify(document: OpenAPIObject, operation: Operation, answers: Record<string, unknown>): void {
  const { [EXAMPLE]: example = {} } = operation as { [EXAMPLE]?: RouteExample };
  for (const parameter of parametersOf(operation)) {
    if (parameter.in === 'path') {
      const isId = (parameter.schema as Schema).type === 'integer';
      parameter.example = example.path?.[parameter.name] ?? (isId ? 1 : parameter.name);
    }
    const query = example.query?.[parameter.name];
    if (parameter.in === 'query' && query !== undefined) parameter.example = query;
    if (parameter.name === 'If-Match') parameter.example = '"1"';
  }
  for (const media of mediaOf(operation.requestBody)) {
    const body = example.body ?? exampleBody(resolve(document, media.schema));
    if (body) media.example = body;
  }
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (!status.startsWith('2')) continue;
    for (const media of mediaOf(answer)) media.example = answers[operation.operationId!];
  }
}

interface Media {
  schema: Schema;
  example?: unknown;
}

function mediaOf(body: object | undefined): Media[] {
  return Object.values((body as { content?: Record<string, Media> } | undefined)?.content ?? {});
}
