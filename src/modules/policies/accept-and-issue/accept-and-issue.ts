import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { OwnTransactions } from '../../../platform/database/own-transactions.js';
import { type Precondition } from '../../../platform/http/answers/precondition.js';
import { Steps } from '../../../platform/idempotency/steps.js';
import { AcceptQuote, type AcceptanceTerms } from '../../quotes/index.js';
import { IssuePolicy } from '../issue-policy/issue-policy.js';
import { Policies } from '../policies.js';
import { type PolicyState } from '../policy.table.js';

/**
 * Accepts a quote, in the version that the caller read where one is given, and issues its policy, each in a transaction of
 * its own; if the second is lost, the saga issues it.
 */
@OwnTransactions('the acceptance stands whatever becomes of the policy')
export class AcceptAndIssue extends Command<PolicyState> {
  constructor(
    readonly actor: Actor,
    readonly quoteId: number,
    readonly terms: AcceptanceTerms,
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}

@CommandHandler(AcceptAndIssue)
export class AcceptAndIssueHandler implements ICommandHandler<AcceptAndIssue> {
  constructor(
    private readonly commands: CommandBus,
    private readonly policies: Policies,
    private readonly steps: Steps,
  ) {}

  async execute({ actor, quoteId, terms, precondition }: AcceptAndIssue): Promise<PolicyState> {
    try {
      const accept = new AcceptQuote(actor, quoteId, terms, precondition);
      await this.steps.once(async () => ({ accepted_quote: (await this.commands.execute(accept)).id }));
    } catch (error) {
      throw error instanceof DomainError && error.code === 'quote_not_open'
        ? await this.namingPolicy(error, quoteId)
        : error;
    }
    const outcome = await this.commands.execute(new IssuePolicy(quoteId, terms, actor.id));
    if ('refused' in outcome) throw outcome.refused;
    return outcome.policy;
  }

  private async namingPolicy(refusal: DomainError, quoteId: number): Promise<DomainError> {
    const policy = await this.policies.findByQuote(quoteId);
    if (!policy) return refusal;
    const { policy_number } = policy.state;
    return new DomainError(refusal.code, `${refusal.message} Its policy is ${policy_number}.`, {
      ...refusal.extra,
      policy_id: policy.id,
      policy_number,
    });
  }
}
