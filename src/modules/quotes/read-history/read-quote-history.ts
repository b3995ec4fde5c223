import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { EventStore, type StoredEvent } from '../../../platform/event-store/event-store.js';
import { foldQuote } from '../quote.js';
import { type QuoteState } from '../quote.state.js';
import { Quotes } from '../quotes.js';

/** Everything that happened to a quote, in order. */
export class ReadQuoteHistory extends Query<StoredEvent[]> {
  constructor(
    readonly actor: Actor,
    readonly quoteId: number,
  ) {
    super();
  }
}

/** The quote as it was known at the end of a day. @throws not_found before its first event */
export class ReadQuoteAsOf extends Query<QuoteState> {
  constructor(
    readonly actor: Actor,
    readonly quoteId: number,
    readonly day: string,
  ) {
    super();
  }
}

@QueryHandler(ReadQuoteHistory)
export class ReadQuoteHistoryHandler implements IQueryHandler<ReadQuoteHistory> {
  constructor(
    private readonly quotes: Quotes,
    private readonly events: EventStore,
  ) {}

  async execute({ actor, quoteId }: ReadQuoteHistory): Promise<StoredEvent[]> {
    await this.quotes.mustSee(actor, 'quote', 'read_history', quoteId);
    return this.events.history('quote', quoteId);
  }
}

@QueryHandler(ReadQuoteAsOf)
export class ReadQuoteAsOfHandler implements IQueryHandler<ReadQuoteAsOf> {
  constructor(
    private readonly quotes: Quotes,
    private readonly events: EventStore,
  ) {}

  async execute({ actor, quoteId, day }: ReadQuoteAsOf): Promise<QuoteState> {
    await this.quotes.mustSee(actor, 'quote', 'read_history', quoteId);
    return this.events.asOf('quote', foldQuote, quoteId, day);
  }
}
