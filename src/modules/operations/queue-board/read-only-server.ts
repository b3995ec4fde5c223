import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AppControllerRoute,
  type AppViewRoute,
  type BullBoardQueues,
  type IServerAdapter,
  type UIConfig,
} from '@bull-board/api/dist/types.js';
import fastifyStatic from '@fastify/static';
import { Eta } from 'eta';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { DomainError } from '../../../kernel/domain-error.js';
import { inTime } from '../../../platform/in-time.js';

/** As long as a look into the queues may take. */
const PATIENCE_MS = 5_000;
const eta = new Eta({ useWith: true });

/**
 * Serves Bull Board's page and what it reads, and has no route that changes anything: a job is only the messenger of a
 * delivery in PostgreSQL, so retrying, pausing or removing one here would decide nothing. Errors are the API's own.
 */
export class ReadOnlyServer implements IServerAdapter {
  private queues: BullBoardQueues = new Map();
  private pages: AppViewRoute;
  private reads: AppControllerRoute[];
  private views: string;
  private statics: { route: string; path: string };
  private config: UIConfig;

  constructor(private readonly basePath: string) {}

  setQueues(queues: BullBoardQueues): this {
    this.queues = queues;
    return this;
  }

  setViewsPath(path: string): this {
    this.views = path;
    return this;
  }

  setStaticPath(route: string, path: string): this {
    this.statics = { route, path };
    return this;
  }

  setEntryRoute(route: AppViewRoute): this {
    this.pages = route;
    return this;
  }

  setErrorHandler(): this {
    return this;
  }

  setApiRoutes(routes: AppControllerRoute[]): this {
    this.reads = routes.filter(({ method }) => method === 'get');
    return this;
  }

  setUIConfig(config: UIConfig): this {
    this.config = config;
    return this;
  }

  /** Registers everything below the base path, behind `admit`; the queues are asked for no earlier than somebody looks. */
  register(
    fastify: FastifyInstance,
    admit: (request: FastifyRequest, isPage: boolean) => Promise<void>,
    open: () => void,
  ): void {
    const template = readFileSync(
      join(this.views, this.pages.handler({ basePath: this.basePath, uiConfig: {} }).name),
      'utf8',
    )
      // The page is shown in the fonts of whoever looks: a stranger's server is no part of this system.
      .replace(/<link[^>]*fonts\.googleapis[^>]*>/, '')
      // Written for ejs, whose mark for what is not to be escaped is another.
      .replaceAll('<%-', '<%~');
    const pages = new Set([this.pages.route].flat().map((route) => `${this.basePath}${route}`.replace(/\/$/, '')));
    void fastify.register(
      async (scope) => {
        scope.addHook('onRequest', async (request, reply) => {
          void reply.header('cache-control', 'no-store');
          await admit(request, pages.has(request.routeOptions.url?.replace(/\/$/, '') ?? ''));
          open();
        });
        await scope.register(fastifyStatic, {
          root: this.statics.path,
          prefix: `${this.statics.route}/`,
          decorateReply: false,
          cacheControl: false,
        });
        for (const route of [this.pages.route].flat()) {
          scope.get(route, (_request, reply) => {
            const { params } = this.pages.handler({ basePath: this.basePath, uiConfig: this.config });
            return reply.type('text/html; charset=utf-8').send(eta.renderString(template, params));
          });
        }
        for (const { route, handler } of this.reads) {
          for (const path of [route].flat()) {
            scope.get(path, async (request, reply) => {
              const { status = 200, body } = await answered(async () => handler(this.asked(request)));
              return reply.status(status).send(body);
            });
          }
        }
      },
      { prefix: this.basePath },
    );
  }

  private asked({ params, query }: FastifyRequest) {
    return {
      queues: this.queues,
      uiConfig: this.config,
      params: params as object,
      query: query as object,
      body: {},
      headers: {},
    };
  }
}

/** Queues that are away hold a question back, or fail in a way of their own. @throws unavailable */
function answered<T>(ask: () => Promise<T>): Promise<T> {
  return inTime(PATIENCE_MS, ask(), unanswered).catch(unanswered);
}

function unanswered(): never {
  throw new DomainError(
    'unavailable',
    'The queues do not answer. Deliveries are safe in PostgreSQL: see GET /api/v1/operations/deliveries.',
  );
}
