import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type FieldError, invalidFields } from '../../../kernel/domain-error.js';
import { addDays } from '../../../kernel/term.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { CompanyClock } from '../../../platform/database/company-clock.js';
import { mustStandAt, type Precondition } from '../../../platform/http/answers/precondition.js';
import { PricedFacts } from '../priced-facts.js';
import { type AcceptanceTerms } from '../quote.events.js';
import { type QuoteState } from '../quote.table.js';
import { Quotes } from '../quotes.js';

/** How far ahead cover may begin. */
const DAYS_AHEAD = 60;

/** Accepts one quote of a comparison and closes the others. */
export class AcceptQuote extends Command<QuoteState> {
  constructor(
    readonly actor: Actor,
    readonly quoteId: number,
    readonly terms: AcceptanceTerms,
    readonly precondition: Precondition,
  ) {
    super();
  }
}

@CommandHandler(AcceptQuote)
export class AcceptQuoteHandler implements ICommandHandler<AcceptQuote> {
  constructor(
    private readonly quotes: Quotes,
    private readonly facts: PricedFacts,
    private readonly clock: CompanyClock,
  ) {}

  async execute({ actor, quoteId, terms, precondition }: AcceptQuote): Promise<QuoteState> {
    await this.quotes.see(actor, 'accept', quoteId);
    const findings = startFindings(terms.start_date, (await this.clock.now()).today);
    if (findings.length > 0) throw invalidFields(findings);
    const { changed, siblingIds } = await this.facts.lock(quoteId);
    const siblings = await this.quotes.changeAll(siblingIds, (quote, moment) => {
      if (quote.id !== quoteId) return quote.closeForSibling(moment);
      mustStandAt(precondition, quote.version);
      return quote.accept(actor.id, terms, changed, moment);
    });
    return siblings.find((quote) => quote.id === quoteId)!.state;
  }
}

/** What is wrong with the first day of cover that an acceptance asks for. */
export function startFindings(start: string | null, today: string): FieldError[] {
  const last = addDays(today, DAYS_AHEAD);
  if (start === null || (start >= today && start <= last)) return [];
  return [
    {
      field: 'start_date',
      code: 'start_date_out_of_range',
      message: `start_date must be from today, ${today}, to ${last}`,
    },
  ];
}
