import { Body, Controller, Get, HttpCode, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { RequestContext } from '../../platform/context/request-context.js';
import { CompanyClock } from '../../platform/database/company-clock.js';
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
import { PreviewQuery } from '../../platform/http/input/preview.dto.js';
import { May } from '../auth/index.js';
import { AcceptAndIssue } from './accept-and-issue/accept-and-issue.js';
import { AcceptQuoteDto, SignedPolicyDto } from './accept-and-issue/accept-and-issue.dto.js';
import { StartRules } from './accept-and-issue/start-rules.js';
import { CancellationDto, cancellationDto, CancelPolicyDto } from './cancel-policy/cancel-policy.dto.js';
import { CancelPolicy } from './cancel-policy/cancel-policy.js';
import { FulfilmentDto } from './fulfilment/fulfilment.dto.js';
import { GetFulfilment } from './fulfilment/fulfilment.js';
import { InstalmentDto, instalmentDto, ListInstalmentsDto, PayInstalmentDto } from './instalments.dto.js';
import { ListPoliciesDto } from './list-policies/list-policies.dto.js';
import { ListPolicies } from './list-policies/list-policies.js';
import { PayInstalment } from './pay-instalment/pay-instalment.js';
import { Policies } from './policies.js';
import { PolicyDto, policyDto } from './policy.dto.js';
import { type PolicyState } from './policy.table.js';
import { RenewalDto, renewalDto, RenewPolicyDto } from './renew-policy/renew-policy.dto.js';
import { RenewPolicy } from './renew-policy/renew-policy.js';

@Section('policies', 'From the accepted quote to instalments, renewal and cancellation.')
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
  @Post(':quote_id/accept')
  @Example({ path: { quote_id: 168 } })
  @MadeAt<SignedPolicyDto>(({ policy }) => `/policies/${policy.id}`)
  @InSteps()
  @May('quote', 'accept')
  @UseInterceptors(StartRules)
  @Refuses('quote_not_open', 'quote_expired', 'facts_changed', 'already_insured')
  async acceptQuote(
    @Id('quote_id') quoteId: number,
    @Body() body: AcceptQuoteDto,
    @IfMatch('optional') precondition: Precondition,
  ): Promise<SignedPolicyDto> {
    const terms = { start_date: body.start_date ?? null, allow_second_policy: body.allow_second_policy ?? false };
    const policy = await this.shown(
      await this.commands.execute(new AcceptAndIssue(this.context.actor, quoteId, terms, precondition)),
    );
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
  @Get()
  @May('policy', 'read')
  async listPolicies(
    @Query() query: ListPoliciesDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyDto[]> {
    const page = await this.queries.execute(new ListPolicies(this.context.actor, query));
    const { today } = await this.clock.now();
    return withPageHeaders(request, reply, page).map((row) => policyDto(row, today));
  }

  /** Read one policy. */
  @Get(':id')
  @May('policy', 'read')
  async getPolicy(@Id() id: number): Promise<PolicyDto> {
    return this.shown((await this.policies.see(this.context.actor, 'read', id)).state);
  }

  /** See how far commission, contract and mail of a policy have come. */
  @Get(':id/fulfilment')
  @May('policy', 'read')
  getFulfilment(@Id() id: number): Promise<FulfilmentDto> {
    return this.queries.execute(new GetFulfilment(this.context.actor, id));
  }

  /** List the instalments of a policy, those of earlier terms first. */
  @Get(':id/instalments')
  @May('policy', 'read')
  async listInstalments(@Id() id: number, @Query() { term }: ListInstalmentsDto): Promise<InstalmentDto[]> {
    const { state } = await this.policies.see(this.context.actor, 'read', id);
    const { today } = await this.clock.now();
    return state.instalments
      .filter((one) => term === undefined || one.term === term)
      .map((one) => instalmentDto(one, state, today));
  }

  /** Mark an instalment as paid. */
  @Post(':id/instalments/:number/pay')
  @Example({ path: { id: 41 } })
  @HttpCode(200)
  @May('policy', 'pay_instalment')
  @Refuses('instalment_paid', 'policy_not_active')
  async payInstalment(
    @Id() id: number,
    @Id('number') number: number,
    @Body() { paid_on, term }: PayInstalmentDto,
    @IfMatch('optional') precondition: Precondition,
  ): Promise<InstalmentDto> {
    const instalment = { number, term: term ?? null, paid_on: paid_on ?? null };
    const policy = await this.commands.execute(new PayInstalment(this.context.actor, id, instalment, precondition));
    return instalmentDto(
      policy.instalment(term ?? policy.state.term, number),
      policy.state,
      (await this.clock.now()).today,
    );
  }

  /** Cancel a policy: whole within the cooling-off days, later by days; preview=true only calculates. */
  @Post(':id/cancel')
  @Example({ path: { id: 38 } })
  @HttpCode(200)
  @May('policy', 'cancel')
  @Refuses('policy_not_active')
  async cancelPolicy(
    @Id() id: number,
    @Query() { preview }: PreviewQuery,
    @Body() body: CancelPolicyDto,
    @IfMatch('optional') precondition: Precondition,
  ): Promise<CancellationDto> {
    const wish = {
      effective_date: body.effective_date ?? null,
      reason: body.reason ?? null,
      preview: preview === 'true',
    };
    const answer = await this.commands.execute(new CancelPolicy(this.context.actor, id, wish, precondition));
    return cancellationDto(await this.shown(answer.policy), answer);
  }

  /** Renew a policy for another year, from its renewal date on; preview=true only calculates. */
  @Post(':id/renew')
  @Example({ path: { id: 26 }, body: { accept_premium_change: true } })
  @HttpCode(200)
  @May('policy', 'renew')
  @Refuses(
    'policy_not_active',
    'renewal_not_open',
    'no_longer_insurable',
    'premium_change_unconfirmed',
    'no_catalogue_effective',
  )
  async renewPolicy(
    @Id() id: number,
    @Query() { preview }: PreviewQuery,
    @Body() body: RenewPolicyDto,
    @IfMatch('optional') precondition: Precondition,
  ): Promise<RenewalDto> {
    const wish = { accept_premium_change: body.accept_premium_change ?? false, preview: preview === 'true' };
    const { policy, offer } = await this.commands.execute(new RenewPolicy(this.context.actor, id, wish, precondition));
    return renewalDto(await this.shown(policy), offer);
  }

  /** Read what happened to a policy; with as_of, the policy as it was known at the end of that day. */
  @Get(':id/history')
  @May('policy', 'read_history')
  @AnswersHistory(PolicyDto)
  async getPolicyHistory(@Id() id: number, @Query() { as_of }: HistoryQuery): Promise<HistoryEntryDto[] | PolicyDto> {
    const { actor } = this.context;
    if (as_of !== undefined) return policyDto(await this.policies.asOf(actor, 'read_history', id, as_of), as_of);
    return (await this.policies.history(actor, 'read_history', id)).map(historyEntryDto);
  }

  private async shown(state: PolicyState): Promise<PolicyDto> {
    return policyDto(state, (await this.clock.now()).today);
  }
}
