import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import { type Socket } from 'node:net';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import { type Config } from '../../config/config.js';
import { ownHosts } from './own-hosts.js';
import { problemBody } from '../problems/problem-body.js';
import { isPercentEncoded, mustBeInUtf8 } from './utf-8.js';

const FORM = /^application\/x-www-form-urlencoded/i;
/** `..` between slashes, however it is written. */
const CLIMBS = /(^|[/\\]|%2f|%5c)(\.|%2e){2}([/\\]|%2f|%5c|$)/i;
/** Swagger UI's own files: all that a browser may keep. */
const KEPT = /^\/docs(\/|$)/;
const ASCII = /^[\x21-\x7e]*$/;
const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** The caller's `X-Request-Id`, where it is fit for logs and headers; else a new one. */
export function requestId(request: { headers: Record<string, string | string[] | undefined> }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** What is looked at before any route is: ids, hosts, compressed bodies, methods that a path does not take. */
export function guardTheDoor(fastify: FastifyInstance, config: Config): void {
  const mustBeOurs = ownHosts(config);
  fastify.removeContentTypeParser('text/plain');
  const paths: { method: string; pattern: RegExp }[] = [];
  fastify.addHook('onRoute', ({ method, url }) => {
    const pattern = new RegExp(`^${url.replace(/[.+*?^$()[\]{}|\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}/?$`);
    for (const each of [method].flat()) paths.push({ method: each, pattern });
  });
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    // By the route: its address may be written in more than one way. What leads nowhere is nobody's to keep either.
    if (!KEPT.test(request.routeOptions.url ?? '')) void reply.header('cache-control', 'no-store');
    // Two of them, and a proxy before us may have decided by the other one.
    if (request.raw.httpVersion === '1.1' && hostsOf(request.raw) !== 1)
      throw new DomainError('bad_request', 'Send one Host header.');
    mustBeOurs(request.raw);
    // Whoever serves files would refuse it with its own words; here it names nothing, like any other such address.
    if (CLIMBS.test(request.url.split('?')[0]!)) throw notFound('page');
    // Bytes that nobody has encoded may be of any charset; what is encoded and no UTF-8 would be read as it stands.
    if (!ASCII.test(request.url) || !isPercentEncoded(request.url)) {
      throw new DomainError(
        'bad_request',
        'The address cannot be read: percent-encode it as UTF-8, and a % itself as %25.',
      );
    }
    mustBeInUtf8(request.headers['content-type']);
    const encoding = request.headers['content-encoding'];
    // Unpacking is where a small body becomes a huge one; nobody needs to compress 100 KB.
    if (encoding !== undefined && encoding !== 'identity') {
      throw new DomainError('unsupported_media_type', 'Send the body as it is, without Content-Encoding.');
    }
    const { takesForm } = (request.routeOptions.config ?? {}) as { takesForm?: boolean };
    if (FORM.test(request.headers['content-type'] ?? '') && !takesForm) {
      throw new DomainError('unsupported_media_type', 'Send JSON; only the login takes a form.');
    }
    if (request.is404 || request.method === 'OPTIONS') return sayWhatThePathTakes(request, reply);
  });

  /** To OPTIONS, and to a method that a known path does not take; what is not known at all is left to whoever says so. */
  function sayWhatThePathTakes(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    const path = request.url.split('?')[0]!;
    const methods = paths.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (methods.length === 0) return undefined;
    const allowed = [...new Set(methods).add('OPTIONS')].sort().join(', ');
    void reply.header('allow', allowed);
    if (request.method === 'OPTIONS') return reply.status(204).send();
    throw new DomainError('method_not_allowed', `${path} takes ${allowed}.`);
  }
}

function hostsOf({ rawHeaders }: IncomingMessage): number {
  return rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
}

/** Answers what is no HTTP, or came too slowly or with too many headers: there is no request yet, only a socket. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code =
    { ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout', HPE_HEADER_OVERFLOW: 'headers_too_large' }[error.code ?? ''] ??
    'bad_request';
  const { status, headers, body } = lastWord(code);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'));
}

/** A problem after which the connection is closed. */
function lastWord(code: string): { status: number; headers: Record<string, string | number>; body: string } {
  const id = randomUUID();
  const body = JSON.stringify(problemBody(code, { instance: null, requestId: id }));
  const { status } = JSON.parse(body) as { status: number };
  const headers = {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'X-Request-Id': id,
    Date: new Date().toUTCString(),
    Connection: 'close',
  };
  return { status, headers, body };
}

/** Answers a request that expects what nobody here does; `100-continue` is Node's own. */
export function refuseExpectations(server: Server): void {
  server.on('checkExpectation', (_request, response: ServerResponse) => {
    const { status, headers, body } = lastWord('bad_request');
    // Through the response, which waits until those before it on the same connection are answered; it has no socket until then.
    response.writeHead(status, headers).end(body);
  });
}

/** Answers an address that no route can be looked up by. */
export function answerUnroutable(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const body = problemBody('bad_request', { instance: null, requestId: request.id });
  void reply.header('x-request-id', request.id).status(400).type('application/problem+json').send(body);
}
