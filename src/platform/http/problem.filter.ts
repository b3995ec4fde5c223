import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable, Logger } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { QueryFailedError } from 'typeorm';
import { DomainError } from '../../kernel/domain-error.js';
import { RequestContext } from '../context/request-context.js';
import { problemBody } from './problem-body.js';
import { PROBLEMS } from './problem-catalogue.js';

const CODE_OF_STATUS: Record<number, string> = {
  400: 'bad_request', 401: 'unauthenticated', 403: 'forbidden', 404: 'not_found', 405: 'method_not_allowed', 408: 'request_timeout',
  413: 'body_too_large', 415: 'unsupported_media_type', 422: 'validation_failed', 429: 'too_many_requests', 431: 'headers_too_large', 503: 'unavailable',
};
/** Connection failures and "too many connections", "admin shutdown", "cannot connect now": the database is away. */
const DATABASE_AWAY = /^(08|53|57P0)/;
const CONNECTION_ERRORS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT']);
/** Conflicts that outlasted every rerun, and statements that outlasted their limit. */
const BUSY = new Set(['40001', '40P01', '55P03', '57014']);
/** A number out of its column's range, a text that PostgreSQL cannot hold: never of our own making. */
const UNFIT_VALUE = new Set(['22003', '22021']);
/** Turns whatever was thrown into application/problem+json (RFC 9457); nothing internal ever reaches the caller. */
@Injectable()
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('ProblemFilter');

  constructor(private readonly context: RequestContext) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { code, detail, members } = describe(error);
    const kind = PROBLEMS[code]!;
    if (kind.status >= 500) this.logger.error({ err: error, code }, 'a request failed');
    if (kind.status === 429) void reply.header('retry-after', String(members.retry_after ?? 60));
    if (kind.status === 401) void reply.header('www-authenticate', 'Bearer');
    const where = { instance: request.url.split('?')[0]!, requestId: request.id || this.context.correlationId };
    void reply.status(kind.status).type('application/problem+json').send(problemBody(code, where, detail, members));
  }
}

function describe(error: unknown): { code: string; detail?: string; members: Record<string, unknown> } {
  if (error instanceof DomainError && PROBLEMS[error.code]) {
    const errors = error.errors.length > 0 ? { errors: error.errors } : {};
    return { code: error.code, detail: error.message, members: { ...error.extra, ...errors } };
  }
  return { code: codeOf(error), members: {} };
}

function codeOf(error: unknown): string {
  if (error instanceof HttpException && error.getStatus() === 400 && /JSON|prototype property/i.test(error.message)) return 'malformed_json';
  if (error instanceof HttpException) return CODE_OF_STATUS[error.getStatus()] ?? 'internal_error';
  const { code, statusCode } = (error ?? {}) as { code?: string; statusCode?: number };
  const sqlState = error instanceof QueryFailedError ? String((error.driverError as { code?: string }).code) : (code ?? '');
  if (DATABASE_AWAY.test(sqlState) || CONNECTION_ERRORS.has(sqlState) || BUSY.has(sqlState)) return 'unavailable';
  if (UNFIT_VALUE.has(sqlState)) return 'validation_failed';
  if (error instanceof Error && /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(error.message)) return 'unavailable';
  if (error instanceof SyntaxError || code === 'FST_ERR_CTP_INVALID_JSON_BODY' || code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return 'malformed_json';
  if (statusCode && CODE_OF_STATUS[statusCode]) return CODE_OF_STATUS[statusCode];
  return 'internal_error';
}
