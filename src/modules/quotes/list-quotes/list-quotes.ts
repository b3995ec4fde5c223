import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { Parameters } from '../../../platform/database/parameters.js';
import { Replica } from '../../../platform/database/replica.js';
import { listPage, type Page } from '../../../platform/http/listing.js';
import { sees } from '../../auth/index.js';
import { prospectOwnership } from '../../prospects/index.js';
import { type QuoteState } from '../quote.js';
import { type ListQuotesDto } from './list-quotes.dto.js';

export class ListQuotes extends Query<Page<QuoteState>> {
  constructor(readonly actor: Actor, readonly query: ListQuotesDto) {
    super();
  }
}

@QueryHandler(ListQuotes)
export class ListQuotesHandler implements IQueryHandler<ListQuotes> {
  constructor(private readonly replica: Replica) {}

  async execute({ actor, query }: ListQuotes): Promise<Page<QuoteState>> {
    const parameters = new Parameters();
    const seen = sees(actor, 'quote', 'read', prospectOwnership('prospect'), parameters);
    const seenThrough = seen !== 'true';
    const where = [seen];
    for (const field of ['status', 'prospect_id', 'comparison_id', 'provider', 'insurance_type'] as const) {
      if (query[field] !== undefined) where.push(`quote.${field} = ${parameters.add(query[field])}`);
    }
    return listPage<QuoteState>(await this.replica.reader(), {
      select: 'quote.*',
      from: seenThrough ? 'quote JOIN prospect ON prospect.id = quote.prospect_id' : 'quote',
      seenThrough,
      where,
      parameters,
      id: 'quote.id',
      sorts: {
        created_at: { sql: 'quote.created_at', type: 'timestamptz' },
        annual_premium: { sql: 'quote.annual_premium', type: 'numeric' },
        valid_until: { sql: 'quote.valid_until', type: 'date' },
      },
      defaultSort: '-created_at',
    }, query);
  }
}
