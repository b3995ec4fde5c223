import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error.js';
import { dateIn, renewalDate, termEnd } from '../../../kernel/term.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { OwnTransactions } from '../../../platform/database/own-transactions.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { AdvanceProspect } from '../../prospects/index.js';
import { type AcceptanceTerms, Comparisons, type QuoteState, Quotes, ReopenQuote } from '../../quotes/index.js';
import { paymentPlan } from '../instalments.js';
import { Policies } from '../policies.js';
import { type PolicyState } from '../policy.table.js';

/** Issued now or before; or refused for good, with the quote open again. */
export type IssueOutcome = { policy: PolicyState } | { refused: DomainError };

/**
 * Issues the policy of an accepted quote, unless it exists. The API sends it right after the acceptance, the
 * policy-creation saga once more from the fact: whoever comes second finds it done.
 */
@OwnTransactions('a refusal takes all of it back before the quote is opened again')
export class IssuePolicy extends Command<IssueOutcome> {
  constructor(
    readonly quoteId: number,
    readonly terms: AcceptanceTerms,
    readonly acceptedBy: number,
  ) {
    super();
  }
}

@CommandHandler(IssuePolicy)
export class IssuePolicyHandler implements ICommandHandler<IssuePolicy> {
  constructor(
    private readonly policies: Policies,
    private readonly quotes: Quotes,
    private readonly comparisons: Comparisons,
    private readonly clock: CompanyClock,
    private readonly units: UnitOfWork,
    private readonly commands: CommandBus,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(command: IssuePolicy): Promise<IssueOutcome> {
    try {
      return { policy: await this.units.attempt(() => this.issue(command)) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // Not accepted, or no longer: whatever its comparison has come to since is none of this acceptance's business.
      if (error.code === 'quote_not_open') return { refused: error };
      await this.commands.execute(new ReopenQuote(command.quoteId, error.code));
      return { refused: error };
    }
  }

  private async issue({ quoteId, terms, acceptedBy }: IssuePolicy): Promise<PolicyState> {
    const { state: quote } = await this.quotes.get(quoteId);
    const earnedBy = await this.policies.lockProspect(quote.prospect_id);
    const issued = await this.policies.findByQuote(quoteId);
    if (issued) return issued.state;
    if (quote.status !== 'accepted') throw new DomainError('quote_not_open', `The quote is ${quote.status}.`);
    await this.mayBeInsuredAgain(quote, terms);

    const { state: comparison } = await this.comparisons.get(quote.comparison_id);
    const { priced_for, risk_category, smoker, has_preexisting_conditions, occupation_risk } = comparison;
    const start = terms.start_date ?? dateIn(quote.accepted_at!, this.config.COMPANY_TIME_ZONE);
    const end = termEnd(start);
    const { today } = await this.clock.now();
    await this.commands.execute(new AdvanceProspect(quote.prospect_id, 'policy_signed'));
    const number = await this.policies.nextNumber(Number(today.slice(0, 4)));
    const policy = await this.policies.start((one, moment) =>
      one.issue(
        {
          policy_number: number,
          quote_id: quote.id,
          prospect_id: quote.prospect_id,
          provider: quote.provider,
          insurance_type: quote.insurance_type,
          coverage_amount: quote.coverage_amount,
          deductible: quote.deductible,
          priced_for,
          declared: { risk_category, smoker, has_preexisting_conditions, occupation_risk },
          catalogue_version: quote.catalogue_version,
          term: 1,
          start_date: start,
          end_date: end,
          renewal_date: renewalDate(end),
          annual_premium: quote.annual_premium,
          monthly_premium: quote.monthly_premium,
          premium_breakdown: quote.premium_breakdown,
          instalments: paymentPlan(quote.annual_premium, start).map((planned) => ({
            term: 1,
            ...planned,
            paid_on: null,
          })),
          signed_by: acceptedBy,
          ...earnedBy,
        },
        moment,
      ),
    );
    return policy.state;
  }

  private async mayBeInsuredAgain(quote: QuoteState, terms: AcceptanceTerms): Promise<void> {
    if (terms.allow_second_policy) return;
    if (await this.policies.isInsured(quote.prospect_id, quote.insurance_type, quote.provider)) {
      throw new DomainError(
        'already_insured',
        `An active ${quote.insurance_type} policy with this provider exists. Send allow_second_policy: true if a second one is wanted.`,
      );
    }
  }
}
