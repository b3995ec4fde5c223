import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { RequestContext } from '../../platform/context/request-context.js';
import {
  AnswersHistory,
  HistoryEntryDto,
  historyEntryDto,
  HistoryQuery,
} from '../../platform/http/answers/history.dto.js';
import { Id } from '../../platform/http/input/id.pipe.js';
import { IfMatch, type Precondition } from '../../platform/http/answers/precondition.js';
import { withPageHeaders } from '../../platform/http/answers/listing.js';
import { Section } from '../../platform/http/openapi/section.js';
import { Example } from '../../platform/http/openapi/openapi-examples.js';
import { Refuses } from '../../platform/http/problems/refuses.js';
import { May } from '../auth/index.js';
import { ApproveCommission } from './approve-commission/approve-commission.js';
import { ApproveCommissions } from './approve-commission/approve-commissions.js';
import { ApproveCommissionsDto } from './approve-commission/approve-commissions.dto.js';
import { CommissionDto, commissionDto } from './commission.dto.js';
import { Commissions } from './commissions.js';
import { ExplainCommission } from './explain-commission/explain-commission.js';
import { ExplanationDto } from './explain-commission/explain-commission.dto.js';
import { ListCommissions } from './list-commissions/list-commissions.js';
import { ListCommissionsDto } from './list-commissions/list-commissions.dto.js';
import { PreviewClawback } from './preview-clawback/preview-clawback.js';
import { PreviewClawbackDto, PreviewedClawbackDto } from './preview-clawback/preview-clawback.dto.js';
import { ReadCommissionHistory } from './read-history/read-commission-history.js';
import { RejectCommission } from './reject-commission/reject-commission.js';
import { RejectCommissionDto } from './reject-commission/reject-commission.dto.js';
import { SimulateCommissions } from './simulate-commissions/simulate-commissions.js';
import { SimulateCommissionsDto, SimulationDto } from './simulate-commissions/simulate-commissions.dto.js';

@Section('commissions', 'Who earns what, why, and what is paid out.')
@Controller('commissions')
export class CommissionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly commissions: Commissions,
    private readonly context: RequestContext,
  ) {}

  /** List your commissions, and your team's if you lead one, newest first. */
  @Get()
  @May('commission', 'read')
  async listCommissions(
    @Query() query: ListCommissionsDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommissionDto[]> {
    const page = await this.queries.execute(new ListCommissions(this.context.actor, query));
    return withPageHeaders(request, reply, page).map(commissionDto);
  }

  /** See what accepting a quote today would earn, at renewals too, and what a cancellation on each day takes back. */
  @Get('simulate')
  @May('commission', 'simulate')
  @Refuses('not_found', 'no_catalogue_effective')
  simulateCommissions(@Query() { quote_id }: SimulateCommissionsDto): Promise<SimulationDto> {
    return this.queries.execute(new SimulateCommissions(this.context.actor, quote_id));
  }

  /** See what cancelling a policy would take back, from whom. */
  @Get('clawback-preview')
  @Example({ query: { policy_id: 41 } })
  @May('commission', 'simulate')
  @Refuses('not_found', 'policy_not_active')
  previewClawback(
    @Query() { policy_id, effective_date, cause = 'requested' }: PreviewClawbackDto,
  ): Promise<PreviewedClawbackDto[]> {
    return this.queries.execute(
      new PreviewClawback(this.context.actor, policy_id, { cause, effective_date: effective_date ?? null }),
    );
  }

  /** Approve several commissions of your team: all of them, or none with what stands against each. */
  @Post('approve')
  @Example({ body: { ids: [104, 106] } })
  @HttpCode(200)
  @May('commission', 'approve')
  @Refuses('batch_refused')
  async approveCommissions(@Body() { ids }: ApproveCommissionsDto): Promise<CommissionDto[]> {
    return (await this.commands.execute(new ApproveCommissions(this.context.actor, ids))).map(commissionDto);
  }

  /** Read one commission. */
  @Get(':id')
  @May('commission', 'read')
  async getCommission(@Id() id: number): Promise<CommissionDto> {
    return commissionDto((await this.commissions.see(this.context.actor, 'read', id)).state);
  }

  /** Read what happened to a commission; with as_of, the commission as it was known at the end of that day. */
  @Get(':id/history')
  @May('commission', 'read_history')
  @AnswersHistory(CommissionDto)
  async getCommissionHistory(
    @Id() id: number,
    @Query() { as_of }: HistoryQuery,
  ): Promise<HistoryEntryDto[] | CommissionDto> {
    const { actor } = this.context;
    if (as_of !== undefined) return commissionDto(await this.commissions.asOf(actor, 'read_history', id, as_of));
    return (await this.queries.execute(new ReadCommissionHistory(actor, id))).map(historyEntryDto);
  }

  /** See where every cent of a commission comes from, and where it went. */
  @Get(':id/explanation')
  @May('commission', 'read')
  explainCommission(@Id() id: number): Promise<ExplanationDto> {
    return this.queries.execute(new ExplainCommission(this.context.actor, id));
  }

  /** Approve a commission of your team; never your own. */
  @Post(':id/approve')
  @Example({ path: { id: 100 } })
  @HttpCode(200)
  @May('commission', 'approve')
  @Refuses('commission_not_pending', 'own_commission')
  async approveCommission(@Id() id: number, @IfMatch('optional') precondition: Precondition): Promise<CommissionDto> {
    return commissionDto(await this.commands.execute(new ApproveCommission(this.context.actor, id, precondition)));
  }

  /** Reject a pending commission of your team, with the reason; what takes it back falls with it. */
  @Post(':id/reject')
  @Example({ path: { id: 102 } })
  @HttpCode(200)
  @May('commission', 'reject')
  @Refuses('commission_not_pending', 'own_commission')
  async rejectCommission(
    @Id() id: number,
    @Body() { reason }: RejectCommissionDto,
    @IfMatch('optional') precondition: Precondition,
  ): Promise<CommissionDto> {
    return commissionDto(
      await this.commands.execute(new RejectCommission(this.context.actor, id, reason, precondition)),
    );
  }
}
