import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Patch,
  Post,
  Put,
  Query,
  Req,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiResponse } from '@nestjs/swagger';
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
import { MadeAt } from '../../platform/http/answers/resource-headers.interceptor.js';
import { May } from '../auth/index.js';
import { AssignProspect } from './assign-prospect/assign-prospect.js';
import { AssignProspectDto } from './assign-prospect/assign-prospect.dto.js';
import { ChangeProspectStatus } from './change-prospect-status/change-prospect-status.js';
import { ChangeProspectStatusDto } from './change-prospect-status/change-prospect-status.dto.js';
import { CreateProspect } from './create-prospect/create-prospect.js';
import { DeleteProspect } from './delete-prospect/delete-prospect.js';
import { ListProspects } from './list-prospects/list-prospects.js';
import { ListProspectsDto } from './list-prospects/list-prospects.dto.js';
import {
  CreateProspectDto,
  EnteredProspectAnswerDto,
  EnteredProspectDto,
  PatchProspectDto,
  ProspectAnswerDto,
  ProspectDetailsDto,
  ProspectDto,
  prospectDto,
  ReferralDto,
  referralDto,
} from './prospect.dto.js';
import { wholeDetails } from './prospect-details.js';
import { type ProspectState } from './prospect.table.js';
import { ProspectRules } from './prospect-rules.interceptor.js';
import { detailWarnings } from './prospect-warnings.js';
import { Prospects } from './prospects.js';
import { UpdateProspect } from './update-prospect/update-prospect.js';

const AnswersProspect = (): MethodDecorator => ApiOkResponse({ type: ProspectAnswerDto });
const AnswersEntry = (status = 200): MethodDecorator => ApiResponse({ status, type: EnteredProspectAnswerDto });

@Section('prospects', 'People and businesses that may become customers.')
@Controller('prospects')
export class ProspectsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly prospects: Prospects,
    private readonly context: RequestContext,
  ) {}

  /** Register a prospect. */
  @Post()
  @MadeAt<EnteredProspectDto | ReferralDto>(({ id }) => `/prospects/${id}`)
  @May('prospect', 'create')
  @UseInterceptors(ProspectRules)
  @Refuses('forbidden', 'too_many_first_mails')
  @AnswersEntry(201)
  async createProspect(
    @Body() { assigned_broker, referred_by, ...details }: CreateProspectDto,
  ): Promise<EnteredProspectDto | ReferralDto> {
    const named = { assigned_broker: assigned_broker ?? null, referred_by: referred_by ?? null };
    return this.entered(
      await this.commands.execute(new CreateProspect(this.context.actor, wholeDetails(details), named)),
    );
  }

  /** List the prospects that you may see, newest first. */
  @Get()
  @May('prospect', 'read')
  @ApiOkResponse({ type: [ProspectAnswerDto] })
  async listProspects(
    @Query() query: ListProspectsDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<(ProspectDto | ReferralDto)[]> {
    const page = await this.queries.execute(new ListProspects(this.context.actor, query));
    return withPageHeaders(request, reply, page).map((row) => this.shown(row));
  }

  /** Read one prospect. */
  @Get(':id')
  @May('prospect', 'read')
  @AnswersProspect()
  async getProspect(@Id() id: number): Promise<ProspectDto | ReferralDto> {
    return this.shown((await this.prospects.see(this.context.actor, 'read', id)).state);
  }

  /** Change some details; If-Match names the version you read. */
  @Patch(':id')
  @Example({ path: { id: 46 }, body: { notes: 'Prefers to be called in the morning.' } })
  @May('prospect', 'update')
  @UseInterceptors(ProspectRules)
  @Refuses('too_many_first_mails')
  @AnswersEntry()
  async updateProspect(
    @Id() id: number,
    @Body() body: PatchProspectDto,
    @IfMatch('required') precondition: Precondition,
  ): Promise<EnteredProspectDto | ReferralDto> {
    return this.entered(await this.commands.execute(new UpdateProspect(this.context.actor, id, body, precondition)));
  }

  /** Replace all details. */
  @Put(':id')
  @Example({ path: { id: 49 } })
  @May('prospect', 'update')
  @UseInterceptors(ProspectRules)
  @Refuses('too_many_first_mails')
  @AnswersEntry()
  async replaceProspect(
    @Id() id: number,
    @Body() body: ProspectDetailsDto,
    @IfMatch('optional') precondition: Precondition,
  ): Promise<EnteredProspectDto | ReferralDto> {
    return this.entered(
      await this.commands.execute(new UpdateProspect(this.context.actor, id, wholeDetails(body), precondition)),
    );
  }

  /** Delete a prospect on which nothing hangs. */
  @Delete(':id')
  @Example({ path: { id: 54 } })
  @HttpCode(204)
  @May('prospect', 'delete')
  @Refuses('prospect_in_use')
  deleteProspect(@Id() id: number, @IfMatch('optional') precondition: Precondition): Promise<void> {
    return this.commands.execute(new DeleteProspect(this.context.actor, id, precondition));
  }

  /** Assign a prospect to a broker. */
  @Post(':id/assign')
  @Example({ path: { id: 57 } })
  @HttpCode(200)
  @May('prospect', 'assign')
  @AnswersProspect()
  async assignProspect(
    @Id() id: number,
    @Body() { broker_id }: AssignProspectDto,
    @IfMatch('optional') precondition: Precondition,
  ): Promise<ProspectDto | ReferralDto> {
    return this.shown(await this.commands.execute(new AssignProspect(this.context.actor, id, broker_id, precondition)));
  }

  /** Note that a prospect was contacted or has declined. */
  @Post(':id/status')
  @Example({ path: { id: 62 } })
  @HttpCode(200)
  @May('prospect', 'update')
  @Refuses('status_not_reachable')
  @AnswersProspect()
  async changeProspectStatus(
    @Id() id: number,
    @Body() { status }: ChangeProspectStatusDto,
    @IfMatch('optional') precondition: Precondition,
  ): Promise<ProspectDto | ReferralDto> {
    return this.shown(
      await this.commands.execute(new ChangeProspectStatus(this.context.actor, id, status, precondition)),
    );
  }

  /** Read what happened to a prospect; with as_of, the prospect as it was known at the end of that day. */
  @Get(':id/history')
  @May('prospect', 'read_history')
  @AnswersHistory(ProspectAnswerDto)
  async getProspectHistory(
    @Id() id: number,
    @Query() { as_of }: HistoryQuery,
  ): Promise<HistoryEntryDto[] | ProspectDto | ReferralDto> {
    const { actor } = this.context;
    if (as_of !== undefined) return this.shown(await this.prospects.asOf(actor, 'read_history', id, as_of));
    return (await this.prospects.history(actor, 'read_history', id)).map(historyEntryDto);
  }

  private entered(state: ProspectState): EnteredProspectDto | ReferralDto {
    const { role } = this.context.actor;
    return role === 'affiliate' ? referralDto(state) : { ...prospectDto(state), warnings: detailWarnings(state) };
  }

  private shown(state: ProspectState): ProspectDto | ReferralDto {
    return this.context.actor.role === 'affiliate' ? referralDto(state) : prospectDto(state);
  }
}
