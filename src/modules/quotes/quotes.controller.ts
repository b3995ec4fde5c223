import { Body, Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { money } from '../../kernel/money.js';
import { RequestContext } from '../../platform/context/request-context.js';
import {
  AnswersHistory,
  HistoryEntryDto,
  historyEntryDto,
  HistoryQuery,
} from '../../platform/http/answers/history.dto.js';
import { Id } from '../../platform/http/input/id.pipe.js';
import { withPageHeaders } from '../../platform/http/answers/listing.js';
import { IfMatch, type Precondition } from '../../platform/http/answers/precondition.js';
import { Section } from '../../platform/http/openapi/section.js';
import { Example } from '../../platform/http/openapi/openapi-examples.js';
import { Refuses } from '../../platform/http/problems/refuses.js';
import { MadeAt } from '../../platform/http/answers/resource-headers.interceptor.js';
import { InSteps } from '../../platform/idempotency/steps.js';
import { May } from '../auth/index.js';
import { Prospects } from '../prospects/index.js';
import { Comparisons } from './comparisons.js';
import { GenerateQuotes } from './generate-quotes/generate-quotes.js';
import { GenerateQuotesDto } from './generate-quotes/generate-quotes.dto.js';
import { ListQuotes } from './list-quotes/list-quotes.js';
import { ListQuotesDto, ListQuotesOfProspectDto } from './list-quotes/list-quotes.dto.js';
import { ComparisonDto, comparisonDto, QuoteDto, quoteDto } from './quote.dto.js';
import { Quotes } from './quotes.js';
import { RejectQuote } from './reject-quote/reject-quote.js';
import { RejectQuoteDto } from './reject-quote/reject-quote.dto.js';
import { SendQuote } from './send-quote/send-quote.js';

@Section('quotes', 'Comparisons and the priced offers in them.')
@Controller()
export class QuotesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly quotes: Quotes,
    private readonly comparisons: Comparisons,
    private readonly prospects: Prospects,
    private readonly context: RequestContext,
  ) {}

  /** Generate a comparison: a priced quote of every provider that accepts, ranked and explained. */
  @Post('quotes/generate')
  @MadeAt<ComparisonDto>(({ comparison_id }) => `/comparisons/${comparison_id}`)
  @InSteps()
  @May('quote', 'generate')
  @Refuses('no_provider_available', 'state_conflict', 'not_found', 'no_catalogue_effective')
  async generateQuotes(@Body() body: GenerateQuotesDto): Promise<ComparisonDto> {
    const { comparison, quotes } = await this.commands.execute(
      new GenerateQuotes(this.context.actor, body.prospect_id, {
        insurance_type: body.insurance_type,
        coverage_amount: money(body.coverage_amount),
        smoker: body.smoker ?? false,
        has_preexisting_conditions: body.has_preexisting_conditions ?? false,
        occupation_risk: body.occupation_risk ?? 'standard',
      }),
    );
    return comparisonDto(comparison, quotes);
  }

  /** List the quotes that you may see, newest first. */
  @Get('quotes')
  @May('quote', 'read')
  async listQuotes(
    @Query() query: ListQuotesDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<QuoteDto[]> {
    const page = await this.queries.execute(new ListQuotes(this.context.actor, query));
    return withPageHeaders(request, reply, page).map(quoteDto);
  }

  /** List one prospect's quotes, newest first. */
  @Get('quotes/prospect/:prospect_id')
  @May('quote', 'read')
  async listProspectQuotes(
    @Id('prospect_id') prospectId: number,
    @Query() query: ListQuotesOfProspectDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<QuoteDto[]> {
    await this.prospects.see(this.context.actor, 'read', prospectId);
    return this.listQuotes({ ...query, prospect_id: prospectId }, request, reply);
  }

  /** Read one quote. */
  @Get('quotes/:id')
  @May('quote', 'read')
  async getQuote(@Id() id: number): Promise<QuoteDto> {
    return quoteDto((await this.quotes.see(this.context.actor, 'read', id)).state);
  }

  /** Read what happened to a quote; with as_of, the quote as it was known at the end of that day. */
  @Get('quotes/:id/history')
  @May('quote', 'read_history')
  @AnswersHistory(QuoteDto)
  async getQuoteHistory(@Id() id: number, @Query() { as_of }: HistoryQuery): Promise<HistoryEntryDto[] | QuoteDto> {
    const { actor } = this.context;
    if (as_of !== undefined) return quoteDto(await this.quotes.asOf(actor, 'read_history', id, as_of));
    return (await this.quotes.history(actor, 'read_history', id)).map(historyEntryDto);
  }

  /** Read one comparison with its quotes. */
  @Get('comparisons/:id')
  @May('quote', 'read')
  async getComparison(@Id() id: number): Promise<ComparisonDto> {
    const { state } = await this.comparisons.see(this.context.actor, 'read', id);
    const page = await this.queries.execute(new ListQuotes(this.context.actor, { comparison_id: id, limit: 100 }));
    return comparisonDto(state, page.rows);
  }

  /** Mail a quote to its prospect. */
  @Post('quotes/:id/send')
  @Example({ path: { id: 151 } })
  @HttpCode(200)
  @May('quote', 'send')
  @Refuses('quote_not_open', 'quote_expired', 'facts_changed')
  async sendQuote(@Id() id: number, @IfMatch('optional') precondition: Precondition): Promise<QuoteDto> {
    return quoteDto(await this.commands.execute(new SendQuote(this.context.actor, id, precondition)));
  }

  /** Note that the prospect declines a quote. */
  @Post('quotes/:id/reject')
  @Example({ path: { id: 161 } })
  @HttpCode(200)
  @May('quote', 'reject')
  @Refuses('quote_not_open')
  async rejectQuote(
    @Id() id: number,
    @Body() { reason }: RejectQuoteDto,
    @IfMatch('optional') precondition: Precondition,
  ): Promise<QuoteDto> {
    return quoteDto(await this.commands.execute(new RejectQuote(this.context.actor, id, reason ?? null, precondition)));
  }
}
