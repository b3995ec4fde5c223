import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { having } from '../../../platform/database/statements.js';
import { type Page } from '../../../platform/http/answers/listing.js';
import { QUOTE, type QuoteState } from '../quote.table.js';
import { Quotes } from '../quotes.js';
import { type ListQuotesDto, quoteOrder } from './list-quotes.dto.js';

export class ListQuotes extends Query<Page<QuoteState>> {
  constructor(
    readonly actor: Actor,
    readonly query: ListQuotesDto,
  ) {
    super();
  }
}

@QueryHandler(ListQuotes)
export class ListQuotesHandler implements IQueryHandler<ListQuotes> {
  constructor(private readonly quotes: Quotes) {}

  execute({ actor, query }: ListQuotes): Promise<Page<QuoteState>> {
    const { status, prospect_id, comparison_id, provider, insurance_type } = query;
    const where = [having(QUOTE, { status, prospect_id, comparison_id, provider, insurance_type })];
    return this.quotes.list(actor, 'read', { where, order: quoteOrder }, query);
  }
}
