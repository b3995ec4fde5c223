import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { mustStandAt, type Precondition } from '../../../platform/http/answers/precondition.js';
import { PricedFacts } from '../priced-facts.js';
import { type QuoteState } from '../quote.table.js';
import { Quotes } from '../quotes.js';

/** Sends the quote to the prospect; the mail follows from the fact. */
export class SendQuote extends Command<QuoteState> {
  constructor(
    readonly actor: Actor,
    readonly quoteId: number,
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}

@CommandHandler(SendQuote)
export class SendQuoteHandler implements ICommandHandler<SendQuote> {
  constructor(
    private readonly quotes: Quotes,
    private readonly facts: PricedFacts,
  ) {}

  async execute({ actor, quoteId, precondition }: SendQuote): Promise<QuoteState> {
    await this.quotes.see(actor, 'send', quoteId);
    const { changed } = await this.facts.lock(quoteId);
    const sent = await this.quotes.change(quoteId, (quote, moment) => {
      mustStandAt(precondition, quote.version);
      quote.send(actor.id, changed, moment);
    });
    return sent.state;
  }
}
