import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { withPageHeaders } from '../../platform/http/answers/listing.js';
import { May } from '../auth/index.js';
import { ListAccessLog } from './list-access-log/list-access-log.js';
import { AccessDto, ListAccessLogDto } from './list-access-log/list-access-log.dto.js';

@ApiTags('operations')
@Controller('access-log')
export class AccessLogController {
  constructor(private readonly queries: QueryBus) {}

  /** Read who looked at which person's data, and who administered what; a request stands here about a second after its answer. */
  @Get()
  @May('access_log', 'read')
  async listAccesses(
    @Query() query: ListAccessLogDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccessDto[]> {
    return withPageHeaders(request, reply, await this.queries.execute(new ListAccessLog(query)));
  }
}
