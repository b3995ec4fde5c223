import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { RequestContext } from '../../platform/context/request-context.js';
import { Id } from '../../platform/http/id.pipe.js';
import { withPageHeaders } from '../../platform/http/listing.js';
import { May } from '../auth/index.js';
import { CommissionDto, commissionDto } from './commission.dto.js';
import { Commissions } from './commissions.js';
import { ListCommissions } from './list-commissions/list-commissions.js';
import { ListCommissionsDto } from './list-commissions/list-commissions.dto.js';

@ApiTags('commissions')
@Controller('commissions')
export class CommissionsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly commissions: Commissions,
    private readonly context: RequestContext,
  ) {}

  /** List your commissions, and your team's if you lead one, newest first. */
  @Get() @May('commission', 'read')
  async list(
    @Query() query: ListCommissionsDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommissionDto[]> {
    const page = await this.queries.execute(new ListCommissions(this.context.actor, query));
    return withPageHeaders(request, reply, page).map(commissionDto);
  }

  /** Read one commission. */
  @Get(':id') @May('commission', 'read')
  async get(@Id() id: number): Promise<CommissionDto> {
    return commissionDto((await this.commissions.getFor(this.context.actor, id)).state);
  }
}
