import { STATUS_CODES } from 'node:http';
import { type INestApplication } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type Config } from '../../config/config.js';
import { exemplify, recordedAnswers } from './openapi-examples.js';
import { describeHeaders } from './openapi-headers.js';
import {
  type Operation,
  operationsOf,
  parametersOf,
  problemResponses,
  problemSchema,
  problemsOf,
  takesKey,
} from './openapi-problems.js';
import { clarifySchemas, dropUnusedSchemas, type Schema } from './openapi-schemas.js';
import { sectionsOf } from './section.js';
import { UNSHOWN } from '../edge/route-traits.js';
import { codesInOrder, PROBLEMS } from '../problems/problem-catalogue.js';
import { API_DESCRIPTION, type ApiDescription } from './api-description.js';
import { REVALIDATED } from '../answers/revalidation.js';
import { ID } from '../input/validators.js';

/** What holds for every operation, as Markdown. */
const RULES = [
  '- **Problems**: every refusal is `application/problem+json`; `code` says which, `errors` names fields. Cause and cure of each: `GET /api/v1/problems`.',
  '- **Lists** are arrays. `X-Total-Count` tells how many there are in all, `Link: rel="next"` where the next page is.',
  '- **Changes**: single resources carry an `ETag`. `PATCH` needs it as `If-Match`; elsewhere it is honoured when sent.',
  '- **Repeating**: a `POST` with an `Idempotency-Key` can be sent again; the first answer comes back with `Idempotency-Replayed: true`.',
  '- **Tracing**: send an `X-Request-Id`, or take the one of the answer; logs, events and problems have the same.',
  '- **Sandbox**: on the embedded demo, `X-Sandbox: <code>` makes an operation answer with that problem of its documentation.',
].join('\n');

/** The OpenAPI document of the running application: what the decorators say, and what every kind of route brings. */
export function buildOpenApi(app: INestApplication, companyName: string): OpenAPIObject {
  const api = app.get<ApiDescription>(API_DESCRIPTION);
  const codes = codesInOrder(api.publishedProblems);
  const settings = new DocumentBuilder()
    .setTitle(`${companyName} API`)
    .setDescription(`${api.introduction}\n\n${RULES}`)
    .setVersion(api.version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This server.')
    .addOAuth2({ type: 'oauth2', flows: { password: { tokenUrl: '/api/v1/auth/login', scopes: {} } } }, 'bearer')
    .build();
  const document = SwaggerModule.createDocument(app, settings, {
    // Generated clients have a function of each name, all of them side by side: a handler's is verb and noun, and its alone.
    operationIdFactory: (_, method) => method,
  });
  document.info.contact = { name: companyName };
  document.tags = sectionsOf(document);
  document.components!.schemas!.Problem = problemSchema(codes) as never;
  clarifySchemas(document);
  const answers = { ...recordedAnswers(), ...problemAnswers(codes, api.exampleProblem) };
  for (const { method, path, operation } of operationsOf(document)) {
    complete(method, path, operation);
    exemplify(document, operation, answers);
    describeHeaders(document, operation);
    for (const key of Object.keys(operation).filter((name) => name.startsWith(UNSHOWN))) delete operation[key as never];
  }
  exemplifyProblem(document, api.exampleProblem);
  dropUnusedSchemas(document);
  return document;
}

/** The catalogue's own answers need no recording. */
function problemAnswers(codes: readonly string[], example: string): Record<string, unknown> {
  const [first, second, shown] = [codes[0]!, codes[1]!, example].map((code) => ({ code, ...PROBLEMS.get(code) }));
  return { listProblems: [first, second], getProblem: shown };
}

function exemplifyProblem({ paths, components }: OpenAPIObject, code: string): void {
  parametersOf(paths['/api/v1/problems/{code}']!.get as Operation)[0]!.example = code;
  (components!.schemas!.ProblemKindDto as Schema).properties!.code!.example = code;
}

function complete(method: string, path: string, operation: Operation): void {
  const { 'x-roles': roles = [] } = operation as { 'x-roles'?: string[] };
  const parameters = parametersOf(operation);
  for (const parameter of parameters) {
    if (parameter.in === 'path') {
      parameter.schema = (parameter.schema as Schema).type === 'integer' ? ID : { type: 'string' };
    }
    if (parameter.name === 'If-Match') parameter.required = method === 'patch';
  }
  if (takesKey(method, operation, roles.includes('anybody'))) {
    parameters.push({
      in: 'header',
      name: 'Idempotency-Key',
      required: false,
      description:
        'Yours to choose, a new one for each new request. The same request with it again gets the first answer.',
      schema: { type: 'string', minLength: 8, maxLength: 255 },
    });
  }
  const problems = problemsOf(method, path, operation);
  // Who need not sign in may do so where a token that is no longer valid is refused.
  if (roles.includes('anybody')) operation.security = problems.includes('unauthenticated') ? [{}, { bearer: [] }] : [];
  for (const [status, answer] of Object.entries(operation.responses as Record<string, { description: string }>)) {
    answer.description ||= STATUS_CODES[status]!;
  }
  Object.assign(operation, {
    description:
      `${roles.includes('anybody') ? 'For everybody.' : `Roles: ${roles.join(', ')}.`} ${operation.description ?? ''}`.trim(),
    'x-problems': problems,
    responses: { ...operation.responses, ...withoutClash(problemResponses(problems, path), operation.responses) },
  });
}

/** A health route's own 503 has another body than a problem. */
function withoutClash(problems: Record<string, object>, own: object): Record<string, object> {
  return Object.fromEntries(Object.entries(problems).filter(([status]) => !(status in own)));
}

/** Serves Swagger UI at `/docs`, to which the root leads, and the document at `/api/v1/openapi.json`. */
export function serveOpenApi(app: NestFastifyApplication, config: Config): void {
  let document: OpenAPIObject | undefined;
  let text: string | undefined;
  const describe = () => (document ??= buildOpenApi(app, config.COMPANY_NAME));
  SwaggerModule.setup('docs', app, describe, {
    customSiteTitle: `${config.COMPANY_NAME} API`,
    raw: false,
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true, filter: true, tryItOutEnabled: true },
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/api/v1/openapi.json', { config: REVALIDATED }, (_request, reply) =>
    reply.type('application/json').send((text ??= JSON.stringify(describe()))),
  );
  fastify.get('/', (_request, reply) => reply.redirect('/docs'));
}
