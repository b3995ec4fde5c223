import { Controller, Get, HttpCode, type OnModuleDestroy, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { sql } from '../../database/sql.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { HealthDto } from './health.dto.js';
import { OpenRoute } from '../edge/open-route.js';
import { WithoutDatabase } from '../edge/route-traits.js';
import { Section } from '../openapi/section.js';
import { QueueHealth } from './queue-health.js';

const READY = {
  type: HealthDto,
  description:
    '`degraded` where Redis does not answer: deliveries wait in PostgreSQL, and go on without it after 10 s.',
};
const NOT_READY = { type: HealthDto, description: 'PostgreSQL does not answer, or this process is stopping.' };

/** For load balancers and people; the same answers outside `/api/v1`. */
@Section('health', 'For probes: whether the system runs and can do its work.')
@OpenRoute()
@WithoutDatabase()
@Controller('health')
export class HealthController implements OnModuleDestroy {
  private stopping = false;

  constructor(
    private readonly units: UnitOfWork,
    private readonly queues: QueueHealth,
  ) {}

  /** The first step of a shutdown: nobody should be led here any more while what has begun is finished. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  /** Whether the system can do its work. */
  @Get()
  @ApiOkResponse(READY)
  @ApiServiceUnavailableResponse(NOT_READY)
  getHealth(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    return this.getReadiness(reply);
  }

  /** Whether the process runs. */
  @Get('live')
  @HttpCode(200)
  getLiveness(): HealthDto {
    return { status: 'ok', checks: {} };
  }

  /** Whether requests can be answered: PostgreSQL must be there, Redis may be away. */
  @Get('ready')
  @ApiOkResponse(READY)
  @ApiServiceUnavailableResponse(NOT_READY)
  async getReadiness(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    const [postgres, redis] = await Promise.all([
      this.units.query(sql`SELECT 1`).then(
        () => true,
        () => false,
      ),
      this.queues.answers(),
    ]);
    const checks = { postgres: word(postgres), ...(redis !== undefined && { redis: word(redis) }) };
    if (postgres && !this.stopping) return { status: redis === false ? 'degraded' : 'ok', checks };
    void reply.status(503);
    return { status: 'unavailable', checks };
  }
}

function word(answers: boolean): 'up' | 'down' {
  return answers ? 'up' : 'down';
}
