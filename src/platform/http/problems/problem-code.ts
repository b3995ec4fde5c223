import { HttpException } from '@nestjs/common';

const CODE_OF_STATUS: Record<number, string> = {
  400: 'bad_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  413: 'body_too_large',
  415: 'unsupported_media_type',
  422: 'validation_failed',
  429: 'too_many_requests',
  431: 'headers_too_large',
  503: 'unavailable',
};
/** Connection failures and "too many connections", "admin shutdown", "cannot connect now": the database is away. */
const DATABASE_AWAY = /^(08|53|57P0)/;
const CONNECTION_ERRORS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT']);
/** Conflicts that outlasted every rerun, and statements that outlasted their limit. */
const BUSY = new Set(['40001', '40P01', '55P03', '57014']);
/** A number out of its column's range, a text that PostgreSQL cannot hold: never of our own making. */
const UNFIT_VALUE = new Set(['22003', '22021']);

/** The code of a problem that nobody has described: what its cause, a library's error mostly, comes to. */
export function codeOf(error: unknown): string {
  if (error instanceof HttpException && error.getStatus() === 400 && /JSON|prototype property/i.test(error.message))
    return 'malformed_json';
  if (error instanceof HttpException) return CODE_OF_STATUS[error.getStatus()] ?? 'internal_error';
  const { code, statusCode } = (error ?? {}) as { code?: string; statusCode?: number };
  const cause = code ?? '';
  if (DATABASE_AWAY.test(cause) || CONNECTION_ERRORS.has(cause) || BUSY.has(cause)) return 'unavailable';
  if (UNFIT_VALUE.has(cause)) return 'validation_failed';
  if (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(error.message)
  )
    return 'unavailable';
  if (
    error instanceof SyntaxError ||
    code === 'FST_ERR_CTP_INVALID_JSON_BODY' ||
    code === 'FST_ERR_CTP_EMPTY_JSON_BODY'
  )
    return 'malformed_json';
  if (statusCode && CODE_OF_STATUS[statusCode]) return CODE_OF_STATUS[statusCode];
  return 'internal_error';
}
