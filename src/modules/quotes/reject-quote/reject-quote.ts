import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { mustStandAt, type Precondition } from '../../../platform/http/answers/precondition.js';
import { type QuoteState } from '../quote.table.js';
import { Quotes } from '../quotes.js';

/** The prospect declines this quote. */
export class RejectQuote extends Command<QuoteState> {
  constructor(
    readonly actor: Actor,
    readonly quoteId: number,
    readonly reason: string | null,
    readonly precondition: Precondition = {},
  ) {
    super();
  }
}

@CommandHandler(RejectQuote)
export class RejectQuoteHandler implements ICommandHandler<RejectQuote> {
  constructor(private readonly quotes: Quotes) {}

  async execute({ actor, quoteId, reason, precondition }: RejectQuote): Promise<QuoteState> {
    await this.quotes.see(actor, 'reject', quoteId);
    const rejected = await this.quotes.change(quoteId, (quote, moment) => {
      mustStandAt(precondition, quote.version);
      quote.reject(reason, moment);
    });
    return rejected.state;
  }
}
