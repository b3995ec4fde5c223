import { Controller, Get, HttpCode, type OnModuleDestroy, Res } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { HealthDto } from './health.dto.js';
import { OpenRoute } from './open-route.js';

/** For load balancers and people; the same answers outside `/api/v1`. */
@ApiTags('health')
@OpenRoute()
@Controller('health')
export class HealthController implements OnModuleDestroy {
  private stopping = false;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The first step of a shutdown: nobody should be led here any more while what has begun is finished. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  /** Whether the system can do its work. */
  @Get() @ApiServiceUnavailableResponse({ type: HealthDto, description: 'PostgreSQL does not answer.' })
  health(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    return this.ready(reply);
  }

  /** Whether the process runs. */
  @Get('live') @HttpCode(200)
  live(): HealthDto {
    return { status: 'ok', checks: {} };
  }

  /** Whether requests can be answered: PostgreSQL must be there. */
  @Get('ready') @ApiServiceUnavailableResponse({ type: HealthDto, description: 'PostgreSQL does not answer.' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    try {
      await this.dataSource.query('SELECT 1');
      if (!this.stopping) return { status: 'ok', checks: { postgres: 'up' } };
      void reply.status(503);
      return { status: 'unavailable', checks: { postgres: 'up' } };
    } catch {
      void reply.status(503);
      return { status: 'unavailable', checks: { postgres: 'down' } };
    }
  }
}
