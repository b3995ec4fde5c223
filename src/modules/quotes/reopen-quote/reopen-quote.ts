import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
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
  constructor(
    private readonly quotes: Quotes,
    private readonly units: UnitOfWork,
  ) {}

  execute({ quoteId, reason }: ReopenQuote): Promise<void> {
    return this.units.run(async () => {
      const { comparison_id } = (await this.quotes.get(quoteId)).state;
      await this.quotes.changeAll(await this.quotes.idsOfComparison(comparison_id), (quote, moment) =>
        quote.reopen(reason, moment),
      );
    });
  }
}
