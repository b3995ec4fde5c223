import { Injectable } from '@nestjs/common';
import { sql, type Sql } from '../../platform/database/sql.js';
import { having } from '../../platform/database/statements.js';
import { Collection, CollectionTools } from '../../platform/event-store/collection.js';
import { type Action, sightOf } from '../auth/index.js';
import { type InsuranceType } from '../catalogue/index.js';
import { type QuoteEvent, quoteFacts } from './quote.events.js';
import { QUOTE, type QuoteState } from './quote.table.js';
import { Quote } from './quote.js';

@Injectable()
export class Quotes extends Collection<QuoteState, QuoteEvent, Quote, Action<'quote'>> {
  constructor(tools: CollectionTools) {
    super(tools, {
      aggregateType: 'quote',
      table: QUOTE,
      facts: quoteFacts,
      aggregate: Quote,
      subject: (state) => `prospect:${state.prospect_id}`,
      sight: sightOf('quote', { owners: [QUOTE.assigned_broker, QUOTE.prospect_creator] }),
    });
  }

  /** The quotes generated together with this one, itself included. */
  idsOfComparison(comparison_id: number): Promise<number[]> {
    return this.idsWhere(having(QUOTE, { comparison_id }));
  }

  /** The open quotes of one need. */
  idsOfOpen(prospect_id: number, insurance_type: InsuranceType): Promise<number[]> {
    return this.idsWhere(
      sql`${having(QUOTE, { prospect_id, insurance_type })} AND ${QUOTE.status} IN ('draft', 'sent')`,
    );
  }

  private async idsWhere(condition: Sql): Promise<number[]> {
    const rows = await this.tools.units.query<{ id: number }>(sql`SELECT ${QUOTE.id} FROM ${QUOTE} WHERE ${condition}`);
    return rows.map(({ id }) => id);
  }
}
