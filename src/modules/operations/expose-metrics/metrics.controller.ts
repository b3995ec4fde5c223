import { isIP } from 'node:net';
import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { notFound } from '../../../kernel/domain-error.js';
import { EXPOSITION_TYPE, expose } from '../../../platform/observability/exposition.js';
import { HttpMetrics } from '../../../platform/observability/http-metrics.js';
import { OpenRoute } from '../../../platform/http/open-route.js';
import { Gauges } from './gauges.js';
import { ProcessMetrics } from './process-metrics.js';

/** What a proxy in between leaves behind. */
const PROXY_HEADERS = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'];

/**
 * For Prometheus, which does not sign in. It holds counts and ages and nothing personal, but how much a company sells is
 * nobody else's business: whoever comes from a public address, or through a proxy, is told that there is no such thing.
 */
@ApiTags('operations')
@OpenRoute()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly gauges: Gauges,
    private readonly http: HttpMetrics,
    private readonly own: ProcessMetrics,
  ) {}

  /** Read the metrics of this process and of the database, in Prometheus's text format, from the machine or its private network. */
  @Get() @Header('content-type', EXPOSITION_TYPE) @Header('cache-control', 'no-store')
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'Text format 0.0.4.', schema: { type: 'string' } })
  async metrics(@Req() request: FastifyRequest): Promise<string> {
    const { headers, socket } = request.raw;
    if (PROXY_HEADERS.some((name) => headers[name] !== undefined) || !isNear(socket.remoteAddress ?? '')) throw notFound('page');
    return expose([...(await this.gauges.metrics()), ...this.own.metrics(), ...this.http.metrics()]);
  }
}

/** Loopback, private (RFC 1918, RFC 4193) and link-local addresses. */
export function isNear(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  if (isIP(plain) === 6) return plain === '::1' || /^f[cd]|^fe[89ab]/i.test(plain);
  return /^(127|10|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(plain);
}
