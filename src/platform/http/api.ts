import { type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import helmet from '@fastify/helmet';
import { type FastifyInstance } from 'fastify';
import { type DynamicModule } from '@nestjs/common';
import { Logger } from 'nestjs-pino';
import { type Config } from '../config/config.js';
import { shareWithOrigins } from './edge/cross-origin.js';
import { answerUnreadable, answerUnroutable, guardTheDoor, refuseExpectations, requestId } from './edge/door.js';
import { acceptFormBodies } from './edge/form-body.js';
import { acceptJsonBodies } from './edge/json-body.js';
import { buildOpenApi, serveOpenApi } from './openapi/openapi.js';
import { pathOfTarget } from './edge/own-hosts.js';
import { acceptPdfBodies } from './edge/pdf-body.js';
import { answerRevalidations } from './answers/revalidation.js';
import { provideSandbox } from './edge/sandbox.js';

const BODY_LIMIT = 100 * 1024;
/** Swagger UI and the queue board have styles in their pages. */
const NEEDS_INLINE = /^\/(docs|queues)(?![^/?])/;
/** The queue board's page names its own place as the base of its links. */
const HAS_BASE = /^\/queues(?![^/?])/;

/** Builds the HTTP application with the rules for every route; it does not listen yet. */
export async function createApi(module: DynamicModule, config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: 15_000,
    // Node looks at its time limits only so often; its own half a minute would make 10 s up to 40.
    // And a request without Host is answered as every other that is wrong.
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1000, requireHostHeader: false },
    // Whose X-Forwarded-For is believed; a stranger's never is.
    trustProxy: config.TRUSTED_PROXIES.length > 0 ? config.TRUSTED_PROXIES : false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    genReqId: requestId,
    // Probes and scrapers expect these at the root; they are the same routes.
    rewriteUrl: ({ url }: { url?: string }) => pathOfTarget(url!).replace(/^\/(health|metrics)\b/, '/api/v1$&'),
    clientErrorHandler: answerUnreadable,
    frameworkErrors: answerUnroutable,
  } as object);
  guardTheDoor(adapter.getInstance(), config);
  refuseExpectations(adapter.getInstance().server);
  partWithLastAnswer(adapter.getInstance());
  answerRevalidations(adapter.getInstance());
  // Before any module's own hooks, so that nothing else answers first.
  provideSandbox(adapter.getInstance(), config, () => buildOpenApi(app, config.COMPANY_NAME));
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: false,
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  app.setGlobalPrefix('api/v1');
  shareWithOrigins(app, config);
  await app.register(helmet as never, {
    global: false,
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: [inlineWhereNeeded],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: [baseWhereNeeded],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
  });
  sendSecurityHeaders(app.getHttpAdapter().getInstance());
  acceptJsonBodies(app, BODY_LIMIT);
  acceptFormBodies(app, BODY_LIMIT);
  acceptPdfBodies(app);
  serveOpenApi(app, config);
  return app;
}

function baseWhereNeeded({ url }: IncomingMessage): string {
  return HAS_BASE.test(url!) ? "'self'" : "'none'";
}

/** A connection kept alive would outlast the last answer of a stopping process by a minute, and keep it from its end. */
function partWithLastAnswer(server: FastifyInstance): void {
  let closing = false;
  server.addHook('preClose', async () => {
    closing = true;
  });
  server.addHook('onSend', async (_, reply) => {
    if (closing) void reply.header('connection', 'close');
  });
}

/** helmet works its headers out anew for every answer, but they hang on nothing but the kind of page: once for each will do. */
function sendSecurityHeaders(fastify: FastifyInstance): void {
  const known = new Map<string, OutgoingHttpHeaders>();
  fastify.addHook('onRequest', (request, reply, next) => {
    const kind = `${inlineWhereNeeded(request.raw)} ${baseWhereNeeded(request.raw)}`;
    let headers = known.get(kind);
    if (!headers) {
      reply.helmet();
      headers = { ...reply.raw.getHeaders() };
      known.set(kind, headers);
    }
    void reply.headers(headers);
    next();
  });
}

function inlineWhereNeeded({ url }: IncomingMessage): string {
  return NEEDS_INLINE.test(url!) ? "'self' 'unsafe-inline'" : "'self'";
}
