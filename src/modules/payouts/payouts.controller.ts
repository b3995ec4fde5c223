import { Body, Controller, Get, Post, Query, Req, Res, type StreamableFile, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { invalidFields } from '../../kernel/domain-error.js';
import { RequestContext } from '../../platform/context/request-context.js';
import { fileAnswer } from '../../platform/http/answers/file-answer.js';
import { Id } from '../../platform/http/input/id.pipe.js';
import { withPageHeaders } from '../../platform/http/answers/listing.js';
import { Example } from '../../platform/http/openapi/openapi-examples.js';
import { Refuses } from '../../platform/http/problems/refuses.js';
import { MadeAt } from '../../platform/http/answers/resource-headers.interceptor.js';
import { Revalidates } from '../../platform/http/answers/revalidation.js';
import { May } from '../auth/index.js';
import { ListPayoutsDto } from './list-payouts/list-payouts.dto.js';
import { ListPayouts } from './list-payouts/list-payouts.js';
import { MakePayout } from './make-payout/make-payout.js';
import { MakePayoutDto } from './make-payout/make-payout.dto.js';
import { payoutFindings, PayoutRules } from './make-payout/payout-rules.js';
import {
  carriedOverDto,
  MadePayoutDto,
  PayoutDto,
  payoutDto,
  PayoutSummaryDto,
  payoutSummaryDto,
} from './payout.dto.js';
import { Payouts } from './payouts.js';
import { WritePayoutCsv } from './write-payout-csv/write-payout-csv.js';

@ApiTags('commissions')
@Controller('commissions/payouts')
export class PayoutsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly payouts: Payouts,
    private readonly context: RequestContext,
  ) {}

  /** Pay approved commissions together: the named ones, or those of a period. */
  @Post()
  @Example({ body: { ids: [71, 73] } })
  @MadeAt<MadePayoutDto>(({ id }) => `/commissions/payouts/${id}`)
  @May('payout', 'make')
  @UseInterceptors(PayoutRules)
  @Refuses('nothing_to_pay', 'commission_not_payable')
  async makePayout(@Body() { ids, period }: MakePayoutDto): Promise<MadePayoutDto> {
    const findings = payoutFindings({ ids, period });
    if (findings.length > 0) throw invalidFields(findings);
    const { payout, items, carried_over } = await this.commands.execute(
      new MakePayout(this.context.actor, ids ? { ids } : { period: period! }),
    );
    return { ...payoutDto(payout, items), carried_over: carried_over.map(carriedOverDto) };
  }

  /** List the payouts, newest first. */
  @Get()
  @May('payout', 'read')
  async listPayouts(
    @Query() query: ListPayoutsDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PayoutSummaryDto[]> {
    const page = await this.queries.execute(new ListPayouts(this.context.actor, query));
    return withPageHeaders(request, reply, page).map(payoutSummaryDto);
  }

  /** Read one payout with its lines. */
  @Get(':id')
  @May('payout', 'read')
  async getPayout(@Id() id: number): Promise<PayoutDto> {
    const { state } = await this.payouts.get(id);
    return payoutDto(state, await this.payouts.itemsOf(id));
  }

  /** Download a payout as CSV. */
  @Get(':id/csv')
  @May('payout', 'read')
  @Revalidates()
  @ApiProduces('text/csv')
  @ApiOkResponse({ description: 'A line for each commission.', schema: { type: 'string' } })
  async downloadPayout(@Id() id: number, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const text = await this.queries.execute(new WritePayoutCsv(id));
    return fileAnswer(reply, Buffer.from(text), 'text/csv; charset=utf-8', 'attachment', `payout-${id}.csv`);
  }
}
