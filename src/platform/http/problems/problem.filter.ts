import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { DomainError } from '../../../kernel/domain-error.js';
import { RequestContext } from '../../context/request-context.js';
import { ErrorReports } from '../../observability/error-reports.js';
import { failSpan } from '../../observability/spans.js';
import { problemBody } from './problem-body.js';
import { PROBLEMS } from './problem-catalogue.js';
import { codeOf } from './problem-code.js';

/** Turns whatever was thrown into application/problem+json (RFC 9457); nothing internal ever reaches the caller. */
@Injectable()
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('ProblemFilter');

  constructor(
    private readonly context: RequestContext,
    private readonly reports: ErrorReports,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { code, detail, members } = describe(error);
    const kind = PROBLEMS.get(code)!;
    if (kind.status >= 500) this.logger.error({ err: error, code }, 'a request failed');
    if (kind.status === 429) void reply.header('retry-after', String(members.retry_after ?? 60));
    if (code === 'unavailable') void reply.header('retry-after', '5');
    if (kind.status === 415) void reply.headers({ accept: takenBy(request), 'accept-encoding': 'identity' });
    if (kind.status === 401) void reply.header('www-authenticate', 'Bearer');
    const where = { instance: request.url.split('?')[0]!, requestId: request.id || this.context.correlationId };
    if (kind.status >= 500) failSpan(error);
    if (kind.status === 500)
      this.reports.report(error, {
        request_id: where.requestId,
        route: `${request.method} ${request.routeOptions.url ?? 'none'}`,
        code,
      });
    void reply
      .status(kind.status)
      .type('application/problem+json')
      .send(problemBody(code, where, detail, members));
  }
}

/** What the route would read instead. */
function takenBy({ routeOptions: { config } }: FastifyRequest): string {
  return (config as { takes?: string } | undefined)?.takes ?? 'application/json';
}

function describe(error: unknown): { code: string; detail?: string; members: Record<string, unknown> } {
  if (error instanceof DomainError && PROBLEMS.has(error.code)) {
    const errors = error.errors.length > 0 ? { errors: error.errors } : {};
    return { code: error.code, detail: error.message, members: { ...error.extra, ...errors } };
  }
  return { code: codeOf(error), members: {} };
}
