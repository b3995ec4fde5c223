import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Quotes } from '../quotes.js';

/** No policy can come of an acceptance: the quote and the siblings it closed stand again, where they still are valid. */
export class ReopenQuote extends Command<void> {
  constructor(
    readonly quoteId: number,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(ReopenQuote)
export class ReopenQuoteHandler implements ICommandHandler<ReopenQuote> {
  constructor(private readonly quotes: Quotes) {}

  async execute({ quoteId, reason }: ReopenQuote): Promise<void> {
    const { comparison_id } = (await this.quotes.get(quoteId)).state;
    await this.quotes.changeAll(await this.quotes.idsOfComparison(comparison_id), (quote, moment) =>
      quote.reopen(reason, moment),
    );
  }
}
