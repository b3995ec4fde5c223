import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error.js';
import { addDays } from '../../../kernel/term.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { OwnTransactions } from '../../../platform/database/own-transactions.js';
import { sql } from '../../../platform/database/sql.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Steps } from '../../../platform/idempotency/steps.js';
import { Catalogues, type CatalogueVersion } from '../../catalogue/index.js';
import { applicantOf, type InsuranceNeed, type Offers, offersFor, pricedFor } from '../../eligibility/index.js';
import { AdvanceProspect, PROSPECT, Prospects, type ProspectState } from '../../prospects/index.js';
import { Advisor } from '../advisor/advisor.js';
import { Comparisons } from '../comparisons.js';
import { type ComparisonState } from '../comparison.table.js';
import { QUOTE_DAYS } from '../quote.js';
import { type QuoteState } from '../quote.table.js';
import { Quotes } from '../quotes.js';
import { type NamedAdvice, nameAdvice, questionFor } from './advice.js';

export interface GeneratedQuotes {
  comparison: ComparisonState;
  quotes: QuoteState[];
}

/** Prices the need with every provider that accepts, has the prices ranked, and closes older open quotes for it. */
@OwnTransactions('the advisor may take seconds, and nothing slow holds a lock')
export class GenerateQuotes extends Command<GeneratedQuotes> {
  constructor(
    readonly actor: Actor,
    readonly prospectId: number,
    readonly need: InsuranceNeed,
  ) {
    super();
  }
}

@CommandHandler(GenerateQuotes)
export class GenerateQuotesHandler implements ICommandHandler<GenerateQuotes> {
  constructor(
    private readonly prospects: Prospects,
    private readonly catalogues: Catalogues,
    private readonly clock: CompanyClock,
    private readonly advisor: Advisor,
    private readonly comparisons: Comparisons,
    private readonly quotes: Quotes,
    private readonly units: UnitOfWork,
    private readonly steps: Steps,
    private readonly commands: CommandBus,
  ) {}

  async execute({ actor, prospectId, need }: GenerateQuotes): Promise<GeneratedQuotes> {
    const { state: prospect } = await this.prospects.see(actor, 'update', prospectId);
    const before = this.steps.doneBefore<{ comparison_id: number }>();
    if (before) return this.generatedBefore(before.comparison_id);
    const { today } = await this.clock.now();
    const catalogue = await this.catalogues.on(today);
    const offers = offersFor(catalogue, applicantOf(prospect), need, today);
    if (offers.offers.length === 0) {
      throw new DomainError('no_provider_available', 'Every provider refuses; see excluded for their reasons.', {
        excluded: offers.excluded,
      });
    }
    // Outside the transaction: the advisor may take seconds, and nothing slow holds a lock here.
    const { facts, providers } = questionFor(catalogue, need, offers);
    const names = catalogue.providers.map((provider) => provider.name);
    const advice = nameAdvice(await this.advisor.advise(facts, prospect.language, names), providers, catalogue);
    let generated: GeneratedQuotes | undefined;
    const { comparison_id } = await this.steps.once(async () => {
      generated = await this.store(actor, prospect, need, catalogue, offers, advice);
      return { comparison_id: generated.comparison.id };
    });
    return generated ?? this.generatedBefore(comparison_id);
  }

  private async generatedBefore(comparisonId: number): Promise<GeneratedQuotes> {
    const ids = await this.quotes.idsOfComparison(comparisonId);
    const quotes = await Promise.all(ids.map(async (id) => (await this.quotes.get(id)).state));
    return { comparison: (await this.comparisons.get(comparisonId)).state, quotes };
  }

  private async store(
    actor: Actor,
    prospect: ProspectState,
    need: InsuranceNeed,
    catalogue: CatalogueVersion,
    offers: Offers,
    advice: NamedAdvice,
  ): Promise<GeneratedQuotes> {
    await this.mustStillBeSo(prospect);
    await this.quotes.changeAll(await this.quotes.idsOfOpen(prospect.id, need.insurance_type), (quote, moment) =>
      quote.supersede(moment),
    );
    const comparison = await this.comparisons.start((one, moment) =>
      one.generate(
        {
          prospect_id: prospect.id,
          ...need,
          risk_category: offers.risk,
          risk_assumed: offers.check.risk_assumed,
          priced_for: pricedFor(applicantOf(prospect)),
          catalogue_version: catalogue.version,
          recommended_provider: advice.ranking[0]!.provider,
          ai_reasoning: advice.reasoning,
          risk_assessment: advice.risk_assessment,
          additional_notes: advice.additional_notes,
          advisor: advice.advisor,
          excluded: offers.excluded,
          generated_by: actor.id,
          quotes: offers.offers.map(({ product, premium }) => ({
            provider: product.provider,
            annual_premium: premium.annual_premium,
          })),
        },
        moment,
      ),
    );
    const quotes = await this.quotes.startAll(offers.offers.length, (started, moment) =>
      started.forEach((quote, index) => {
        const { product, premium } = offers.offers[index]!;
        const rank = advice.ranking.findIndex((one) => one.provider === product.provider);
        const { score, rules_score, rules_criteria, reasoning } = advice.ranking[rank]!;
        quote.generate(
          {
            comparison_id: comparison.id,
            prospect_id: prospect.id,
            provider: product.provider,
            insurance_type: need.insurance_type,
            coverage_amount: need.coverage_amount,
            annual_premium: premium.annual_premium,
            monthly_premium: premium.monthly_premium,
            premium_breakdown: premium.breakdown,
            deductible: product.deductible,
            catalogue_version: catalogue.version,
            valid_until: addDays(moment.today, QUOTE_DAYS),
            rank: rank + 1,
            ai_score: score,
            ai_reasoning: reasoning,
            rules_score,
            rules_criteria,
            is_recommended: rank === 0,
          },
          moment,
        );
      }),
    );
    await this.commands.execute(new AdvanceProspect(prospect.id, 'quoted'));
    return { comparison: comparison.state, quotes: quotes.map((quote) => quote.state) };
  }

  /** Locks the prospect, so that two comparisons for it come one after the other, and refuses prices for what it no longer is. */
  private async mustStillBeSo(prospect: ProspectState): Promise<void> {
    const { id, type, birth_date, risk_category } = PROSPECT;
    const [same] = await this.units.query(sql`
      SELECT 1 FROM ${PROSPECT} WHERE ${id} = ${prospect.id} AND ${type} = ${prospect.type}
        AND ${birth_date} IS NOT DISTINCT FROM ${prospect.birth_date}
        AND ${risk_category} IS NOT DISTINCT FROM ${prospect.risk_category} FOR UPDATE`);
    if (!same)
      throw new DomainError(
        'state_conflict',
        'The prospect was changed while its quotes were priced. Generate them again.',
      );
  }
}
