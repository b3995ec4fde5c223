import { type OpenAPIObject } from '@nestjs/swagger';
import { NO_KEY, WITHOUT_DATABASE, WITHOUT_SECOND_FACTOR } from '../edge/route-traits.js';
import { PROBLEMS } from '../problems/problem-catalogue.js';

/** One operation of the document. */
export type Operation = OpenAPIObject['paths'][string]['get'] & object;

/** Any request can meet these: unreadable, too slow, headers too large, asking for more than there is. */
const ALWAYS = ['bad_request', 'request_timeout', 'headers_too_large', 'unknown_field', 'unsupported_media_type'];
const WITH_JSON = ['malformed_json', 'validation_failed'];
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const ROLES = 5;

/** A parameter of an operation. */
export interface Parameter {
  in: string;
  name: string;
  description?: string;
  required?: boolean;
  schema?: object;
  example?: unknown;
}

/** The operation's own list of parameters, to which one may add. */
export function parametersOf(operation: Operation): Parameter[] {
  return (operation.parameters ??= []) as Parameter[];
}

/** Every operation of a document with its method and path. */
export function* operationsOf(
  document: OpenAPIObject,
): Generator<{ method: string; path: string; operation: Operation }> {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation) yield { method, path, operation: operation as Operation };
    }
  }
}

/** The codes that an operation can answer with: by its kind, and what it declares by `@Refuses`. */
export function problemsOf(method: string, path: string, operation: Operation): string[] {
  const { 'x-roles': roles = [], 'x-problems': declared = [] } = operation as {
    'x-roles'?: string[];
    'x-problems'?: string[];
  };
  const parameters = parametersOf(operation);
  const isOpen = roles.includes('anybody');
  const codes = new Set([...ALWAYS, ...declared]);
  const add = (when: boolean, ...more: string[]) => when && more.forEach((code) => codes.add(code));
  add(!(WITHOUT_DATABASE in operation), 'unavailable');
  add(!path.startsWith('/api/v1/health'), 'misdirected_request');
  add(!isOpen || declared.includes('forbidden'), 'unauthenticated');
  add(!isOpen && !(WITHOUT_SECOND_FACTOR in operation), 'mfa_enrolment_required');
  add(!isOpen && roles.length < ROLES, 'forbidden');
  add(
    parameters.some((one) => one.in === 'path'),
    'not_found',
  );
  add(
    parameters.some((one) => one.in === 'query'),
    'validation_failed',
  );
  // A DELETE takes no body, but looks at one all the same.
  add(method !== 'get', 'body_too_large');
  add(method !== 'get' && !takesPdf(operation), ...WITH_JSON);
  add(method === 'patch', 'precondition_required');
  add(
    parameters.some((one) => one.name === 'If-Match'),
    'stale',
  );
  add(takesKey(method, operation, isOpen), 'request_in_progress', 'idempotency_key_reused');
  const unknown = [...codes].filter((code) => !PROBLEMS.has(code));
  if (unknown.length > 0)
    throw new Error(`${method} ${path} refuses with codes that the problem catalogue lacks: ${unknown.join(', ')}`);
  return [...codes].sort((a, b) => statusOf(a) - statusOf(b) || a.localeCompare(b));
}

function statusOf(code: string): number {
  return PROBLEMS.get(code)!.status;
}

function takesPdf({ requestBody }: Operation): boolean {
  return 'application/pdf' in ((requestBody as { content: object } | undefined)?.content ?? {});
}

/** Whether the operation honours an Idempotency-Key. */
export function takesKey(method: string, operation: Operation, isOpen: boolean): boolean {
  return method === 'post' && !isOpen && !(NO_KEY in operation);
}

/** The answers of these codes, one OpenAPI response per status, with an example for each code. */
export function problemResponses(codes: readonly string[], path: string): Record<string, object> {
  const byStatus = Map.groupBy(codes, statusOf);
  return Object.fromEntries(
    [...byStatus].map(([status, sameStatus]) => [
      String(status),
      {
        description: sameStatus.map((code) => `\`${code}\`: ${PROBLEMS.get(code)!.title}`).join('  \n'),
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/Problem' },
            examples: Object.fromEntries(sameStatus.map((code) => [code, { value: exampleOf(code, path) }])),
          },
        },
      },
    ]),
  );
}

function exampleOf(code: string, path: string): object {
  const { title, status, cause, cure } = PROBLEMS.get(code)!;
  return {
    type: `/api/v1/problems/${code}`,
    title,
    status,
    detail: `${cause} ${cure}`,
    instance: path,
    code,
    request_id: '0b0f7a52-5a1e-4c0f-9a55-6f1d0e4c7c11',
  };
}

/** The schema of every refusal, whose code is one of these. */
export const problemSchema = (codes: readonly string[]): object => ({
  type: 'object',
  description: 'RFC 9457. Further members tell more where a code has more to tell.',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'request_id'],
  properties: {
    type: { type: 'string', description: 'Leads to the meaning, cause and cure.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', nullable: true },
    code: { type: 'string', enum: codes },
    request_id: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
});
