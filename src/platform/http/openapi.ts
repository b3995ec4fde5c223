import { type INestApplication } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type Config } from '../config/config.js';
import { exampleBody, exampleOf, exampleText } from './openapi-examples.js';
import { describeHeaders } from './openapi-headers.js';
import { type Operation, operationsOf, PROBLEM_SCHEMA, problemResponses, problemsOf, takesKey } from './openapi-problems.js';
import { REVALIDATED } from './revalidation.js';
import { MOST_ID } from './validators.js';

/** Raised by hand: a breaking change without a new major version fails the check. */
const API_VERSION = '2.0.0';

/** What holds for every operation, as Markdown. */
const DESCRIPTION = [
  'Prospects, eligibility, quotes, policies and commissions. Sign in with the Authorize button (user name and password suffice); on the '
    + 'demo data as `broker1` with `correct-horse-battery-staple`.',
  '',
  '- **Problems**: every refusal is `application/problem+json`; `code` says which, `errors` names fields. Cause and cure of each: `GET /api/v1/problems`.',
  '- **Lists** are arrays. `X-Total-Count` tells how many there are in all, `Link: rel="next"` where the next page is.',
  '- **Changes**: single resources carry an `ETag`. `PATCH` needs it as `If-Match`; elsewhere it is honoured when sent.',
  '- **Repeating**: a `POST` with an `Idempotency-Key` can be sent again; the first answer comes back with `Idempotency-Replayed: true`.',
  '- **Tracing**: send an `X-Request-Id`, or take the one of the answer; logs, events and problems have the same.',
  '- **Sandbox**: on the embedded demo, `X-Sandbox: <code>` makes an operation answer with that problem of its documentation.',
].join('\n');

interface Schema {
  type?: string;
  enum?: unknown[];
  nullable?: boolean;
  allOf?: object[];
  anyOf?: object[];
  properties?: Record<string, Schema>;
  items?: Schema;
}

/** The OpenAPI document of the running application: what the decorators say, and what every kind of route brings. */
export function buildOpenApi(app: INestApplication, companyName: string): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setTitle(`${companyName} API`)
    .setDescription(DESCRIPTION)
    .setVersion(API_VERSION)
    .addOAuth2({ type: 'oauth2', flows: { password: { tokenUrl: '/api/v1/auth/login', scopes: {} } } }, 'bearer')
    .build();
  const document = SwaggerModule.createDocument(app, settings, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  const schemas = document.components!.schemas!;
  for (const schema of Object.values(schemas)) saysWhatNullMeans(schema as Schema);
  schemas.Problem = PROBLEM_SCHEMA as never;
  for (const { method, path, operation } of operationsOf(document)) {
    complete(method, path, operation);
    exemplify(document, method, path, operation);
    describeHeaders(document, operation);
  }
  return document;
}

function complete(method: string, path: string, operation: Operation): void {
  const { 'x-roles': roles = [] } = operation as { 'x-roles'?: string[] };
  const parameters = parametersOf(operation);
  for (const parameter of parameters) {
    if (parameter.in === 'path') {
      const isId = (parameter.schema as Schema).type === 'number';
      parameter.schema = isId ? { type: 'integer', minimum: 1, maximum: MOST_ID } : { type: 'string' };
    }
    if (parameter.name === 'If-Match') parameter.required = method === 'patch';
  }
  if (takesKey(method, path, roles.includes('anybody'))) {
    parameters.push({
      in: 'header', name: 'Idempotency-Key', required: false,
      description: 'Yours to choose, a new one for each new request. The same request with it again gets the first answer.', schema: { type: 'string', minLength: 8, maxLength: 255 },
    });
  }
  const problems = problemsOf(method, path, operation);
  Object.assign(operation, {
    description: `${roles.includes('anybody') ? 'For everybody.' : `Roles: ${roles.join(', ')}.`} ${operation.description ?? ''}`.trim(),
    'x-problems': problems,
    responses: { ...operation.responses, ...withoutClash(problemResponses(problems, path), operation.responses) },
  });
}

/** Gives the operation an example that works on the demo data: for its parameters, and for its body as a whole. */
function exemplify(document: OpenAPIObject, method: string, path: string, operation: Operation): void {
  const example = exampleOf(method, path);
  for (const parameter of parametersOf(operation)) {
    if (parameter.in === 'path') {
      const isId = (parameter.schema as Schema).type === 'integer';
      parameter.example = example.path?.[parameter.name] ?? (isId ? 1 : exampleText(parameter.name));
    }
    const query = example.query?.[parameter.name];
    if (parameter.in === 'query' && query !== undefined) parameter.example = query;
    if (parameter.name === 'If-Match') parameter.example = '"1"';
  }
  const content = (operation.requestBody as { content: Record<string, { schema: { $ref?: string }; example?: object }> } | undefined)?.content ?? {};
  for (const media of Object.values(content)) {
    const schema = media.schema.$ref ? document.components!.schemas![media.schema.$ref.split('/').at(-1)!]! : media.schema;
    const body = example.body ?? exampleBody(schema as never);
    if (body) media.example = body;
  }
}

interface Parameter {
  in: string;
  name: string;
  description?: string;
  required?: boolean;
  schema?: object;
  example?: unknown;
}

function parametersOf(operation: Operation): Parameter[] {
  return (operation.parameters ??= []) as Parameter[];
}

/** A health route's own 503 has another body than a problem. */
function withoutClash(problems: Record<string, object>, own: object): Record<string, object> {
  return Object.fromEntries(Object.entries(problems).filter(([status]) => !(status in own)));
}

/** OpenAPI 3.0 wants null among an enum's values, and lets no reference be nullable beside `allOf`. */
function saysWhatNullMeans(schema: Schema): void {
  if (schema.nullable && schema.enum && !schema.enum.includes(null)) schema.enum = [...schema.enum, null];
  if (schema.nullable && schema.allOf) {
    schema.anyOf = [...schema.allOf, { type: 'object', nullable: true, enum: [null] }];
    delete schema.allOf;
    delete schema.type;
    delete schema.nullable;
  }
  for (const member of Object.values(schema.properties ?? {})) saysWhatNullMeans(member);
  if (schema.items) saysWhatNullMeans(schema.items);
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
  fastify.get('/api/v1/openapi.json', { config: REVALIDATED }, (_request, reply) => reply.type('application/json').send(text ??= JSON.stringify(describe())));
  fastify.get('/', (_request, reply) => reply.redirect('/docs'));
}
