import { readFileSync } from 'node:fs';
import { type OpenAPIObject } from '@nestjs/swagger';
import { type Operation, parametersOf } from './openapi-problems.js';
import { resolve, type Schema } from './openapi-schemas.js';

/** What the demo data answered to each operation's example, by operation id; `npm run openapi -- --answers` records it anew. */
const ANSWERS = JSON.parse(readFileSync(new URL('./openapi-answers.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>;

/** What one operation is tried with. */
interface Example {
  /** Of the path, by parameter. */
  path?: Record<string, string | number>;
  query?: Record<string, unknown>;
  /** In place of what the DTO's own examples come to. */
  body?: object;
}

/**
 * What works on the demo data as far as the DTOs do not say it, by operation; an id that is not named is 1. Each names
 * rows of its own, so that all of them work one after the other too.
 */
const EXAMPLES: Record<string, Example> = {
  'get /users/{id}': { path: { id: 5 } },
  'patch /users/{id}': { path: { id: 8 }, body: { supervisor_id: 6 } },
  'patch /prospects/{id}': { path: { id: 46 }, body: { notes: 'Prefers to be called in the morning.' } },
  'put /prospects/{id}': { path: { id: 49 } },
  'delete /prospects/{id}': { path: { id: 54 } },
  'post /prospects/{id}/assign': { path: { id: 57 } },
  'post /prospects/{id}/status': { path: { id: 62 } },
  'post /quotes/{id}/send': { path: { id: 151 } },
  'post /quotes/{id}/reject': { path: { id: 161 } },
  'post /policies/{quote_id}/accept': { path: { quote_id: 168 } },
  'post /policies/{id}/instalments/{number}/pay': { path: { id: 41 } },
  'post /policies/{id}/cancel': { path: { id: 38 } },
  'post /policies/{id}/renew': { path: { id: 26 }, body: { accept_premium_change: true } },
  'get /dashboard/activity': { query: { limit: 3 } },
  'get /prospects/{id}/activity': { query: { limit: 3 } },
  'get /commissions/clawback-preview': { query: { policy_id: 41 } },
  'post /commissions/{id}/approve': { path: { id: 100 } },
  'post /commissions/{id}/reject': { path: { id: 102 } },
  'post /commissions/approve': { body: { ids: [104, 106] } },
  'post /commissions/payouts': { body: { ids: [71, 73] } },
};

const TEXTS: Record<string, string> = {
  code: 'quote_not_open',
  version: '2026.1',
  provider: 'axa',
  insurance_type: 'life',
  event_id: '01890a5d-ac96-774b-bcce-b302099a8057',
  subscriber: 'policy-mail',
};

/** What the fields' own examples come to; a field without one is left out. */
function exampleBody(schema: Schema): object | undefined {
  const examples = Object.entries(schema.properties ?? {})
    .filter(([, field]) => field.example !== undefined)
    .map(([name, field]) => [name, field.example] as const);
  return schema.properties && Object.fromEntries(examples);
}

/** Gives the operation examples that hold on the demo data: its parameters, its body as a whole, its answers. */
export function exemplify(document: OpenAPIObject, method: string, path: string, operation: Operation): void {
  const example = EXAMPLES[`${method} ${path.replace('/api/v1', '')}`] ?? {};
  for (const parameter of parametersOf(operation)) {
    if (parameter.in === 'path') {
      const isId = (parameter.schema as Schema).type === 'integer';
      parameter.example = example.path?.[parameter.name] ?? (isId ? 1 : (TEXTS[parameter.name] ?? parameter.name));
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
    for (const media of mediaOf(answer)) media.example = ANSWERS[operation.operationId!];
  }
}

interface Media {
  schema: Schema;
  example?: unknown;
}

function mediaOf(body: object | undefined): Media[] {
  return Object.values((body as { content?: Record<string, Media> } | undefined)?.content ?? {});
}
