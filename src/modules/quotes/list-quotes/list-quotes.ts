import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Actor } from '../../../platform/context/request-context.js';
import { Parameters } from '../../../platform/database/parameters.js';
import { Replica } from '../../../platform/database/replica.js';
import { listPage, type Page } from '../../../platform/http/answers/listing.js';
import { seesInParts } from '../../auth/index.js';
import { inheritedOwnership } from '../../prospects/index.js';
import { type QuoteState } from '../quote.state.js';
import { type ListQuotesDto, quoteOrder } from './list-quotes.dto.js';

export class ListQuotes extends Query<Page<QuoteState>> {
  constructor(
    readonly actor: Actor,
    readonly query: ListQuotesDto,
  ) {
    super();
  }
}

const COLUMNS = `id, version, comparison_id, prospect_id, provider, insurance_type, coverage_amount, annual_premium, monthly_premium,
  premium_breakdown, deductible, catalogue_version, valid_until, rank, ai_score, ai_reasoning, rules_score, rules_criteria,
  is_recommended, status, closed_reason, created_at, sent_at, accepted_at, accepted_by`;

@QueryHandler(ListQuotes)
export class ListQuotesHandler implements IQueryHandler<ListQuotes> {
  constructor(private readonly replica: Replica) {}

  async execute({ actor, query }: ListQuotes): Promise<Page<QuoteState>> {
    const parameters = new Parameters();
    const parts = seesInParts(actor, 'quote', 'read', inheritedOwnership('quote'), parameters);
    const where: string[] = [];
    for (const field of ['status', 'prospect_id', 'comparison_id', 'provider', 'insurance_type'] as const) {
      if (query[field] !== undefined) where.push(`${field} = ${parameters.add(query[field])}`);
    }
    return listPage<QuoteState>(
      await this.replica.reader(),
      {
        select: COLUMNS,
        from: 'quote',
        parts,
        where,
        parameters,
        id: 'id',
        order: quoteOrder,
      },
      query,
    );
  }
}
