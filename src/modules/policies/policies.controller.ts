import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { RequestContext } from '../../platform/context/request-context.js';
import { CompanyClock } from '../../platform/database/company-clock.js';
import { Id } from '../../platform/http/id.pipe.js';
import { withPageHeaders } from '../../platform/http/listing.js';
import { Refuses } from '../../platform/http/refuses.js';
import { InSteps } from '../../platform/idempotency/steps.js';
import { May } from '../auth/index.js';
import { AcceptAndIssue } from './accept-and-issue/accept-and-issue.js';
import { AcceptQuoteDto, SignedPolicyDto } from './accept-and-issue/accept-and-issue.dto.js';
import { FulfilmentDto } from './fulfilment/fulfilment.dto.js';
import { GetFulfilment } from './fulfilment/fulfilment.js';
import { ListPoliciesDto } from './list-policies/list-policies.dto.js';
import { ListPolicies } from './list-policies/list-policies.js';
import { Policies } from './policies.js';
import { PolicyDto, policyDto } from './policy.dto.js';
import { type PolicyState } from './policy.js';

@ApiTags('policies')
@Controller('policies')
export class PoliciesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly policies: Policies,
    private readonly clock: CompanyClock,
    private readonly context: RequestContext,
  ) {}

  /** Accept a quote: the policy is issued at once, everything else follows in the background. */
  @Post(':quote_id/accept') @InSteps() @May('policy', 'accept') @Refuses('quote_not_open', 'quote_expired', 'already_insured')
  async accept(@Id('quote_id') quoteId: number, @Body() body: AcceptQuoteDto): Promise<SignedPolicyDto> {
    const terms = { start_date: body.start_date ?? null, allow_second_policy: body.allow_second_policy ?? false };
    const policy = await this.shown(await this.commands.execute(new AcceptAndIssue(this.context.actor, quoteId, terms)));
    return {
      policy,
      message: `Policy ${policy.policy_number} is issued.`,
      next_steps: [
        'Commissions are being calculated.',
        `The contract is being rendered: GET ${policy.pdf_url}`,
        'The confirmation is being mailed to the prospect.',
        `Progress: GET /api/v1/policies/${policy.id}/fulfilment`,
      ],
    };
  }

  /** List the policies that you may see, the newest first. */
  @Get() @May('policy', 'read')
  async list(
    @Query() query: ListPoliciesDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyDto[]> {
    const page = await this.queries.execute(new ListPolicies(this.context.actor, query));
    const { today } = await this.clock.now();
    return withPageHeaders(request, reply, page).map((row) => policyDto(row, today));
  }

  /** Read one policy. */
  @Get(':id') @May('policy', 'read')
  async get(@Id() id: number): Promise<PolicyDto> {
    return this.shown((await this.policies.getFor(this.context.actor, 'read', id)).state);
  }

  /** See how far commission, contract and mail of a policy have come. */
  @Get(':id/fulfilment') @May('policy', 'read')
  fulfilment(@Id() id: number): Promise<FulfilmentDto> {
    return this.queries.execute(new GetFulfilment(this.context.actor, id));
  }

  private async shown(state: PolicyState): Promise<PolicyDto> {
    return policyDto(state, (await this.clock.now()).today);
  }
}
