import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { notFound } from '../../../kernel/domain-error.js';
import { EXPOSITION_TYPE, expose } from '../../../platform/observability/exposition.js';
import { HttpMetrics } from '../../../platform/observability/http-metrics.js';
import { OpenRoute } from '../../../platform/http/edge/open-route.js';
import { WithoutDatabase } from '../../../platform/http/edge/route-traits.js';
import { FailedSignIns } from '../../auth/index.js';
import { Gauges } from './gauges.js';
import { isNear } from './is-near.js';
import { ProcessMetrics } from './process-metrics.js';

/** What a proxy in between leaves behind. */
const PROXY_HEADERS = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'];

/**
 * For Prometheus, which does not sign in. It holds counts and ages and nothing personal, but how much a company sells is
 * nobody else's business: whoever comes from a public address, or through a proxy, is told that there is no such thing.
 */
@ApiTags('operations')
@OpenRoute()
@WithoutDatabase()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly gauges: Gauges,
    private readonly http: HttpMetrics,
    private readonly own: ProcessMetrics,
    private readonly failedSignIns: FailedSignIns,
  ) {}

  /** Read the metrics of this process and of the database, in Prometheus's text format, from the machine or its private network. */
  @Get()
  @Header('content-type', EXPOSITION_TYPE)
  @Header('cache-control', 'no-store')
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'Text format 0.0.4.', schema: { type: 'string' } })
  async getMetrics(@Req() request: FastifyRequest): Promise<string> {
    const { headers, socket } = request.raw;
    if (PROXY_HEADERS.some((name) => headers[name] !== undefined) || !isNear(socket.remoteAddress ?? ''))
      throw notFound('page');
    return expose([
      ...(await this.gauges.metrics()),
      ...this.own.metrics(),
      ...this.failedSignIns.metrics(),
      ...this.http.metrics(),
    ]);
  }
}
