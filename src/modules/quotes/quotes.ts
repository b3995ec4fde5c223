import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/domain-error.js';
import { type Actor } from '../../platform/context/request-context.js';
import { prepared } from '../../platform/database/prepared.js';
import { Parameters } from '../../platform/database/parameters.js';
import { Collection, CollectionTools } from '../../platform/event-store/collection.js';
import { sees } from '../auth/index.js';
import { type InsuranceType } from '../catalogue/index.js';
import { prospectOwnership } from '../prospects/index.js';
import { type QuoteEvent } from './quote.events.js';
import { Quote } from './quote.js';
import { type QuoteState } from './quote.state.js';
import { QuoteRow } from './quote.table.js';

const OF_COMPARISON = prepared('SELECT id FROM quote WHERE comparison_id = $1');
const OPEN = prepared(
  `SELECT id FROM quote WHERE prospect_id = $1 AND insurance_type = $2 AND status IN ('draft', 'sent')`,
);

@Injectable()
export class Quotes extends Collection<QuoteState, QuoteEvent, Quote> {
  constructor(tools: CollectionTools) {
    super(tools, {
      aggregateType: 'quote',
      table: QuoteRow,
      aggregate: Quote,
      personal: { subject: (state) => `prospect:${state.prospect_id}`, fields: ['reason'] },
    });
  }

  /** The quote, if this actor may do this with its prospect's quotes. @throws not_found */
  async getFor(actor: Actor, action: 'read' | 'send' | 'reject', id: number): Promise<Quote> {
    await this.mustSee(actor, 'quote', action, id);
    return this.get(id);
  }

  /** @throws not_found, the same for absent and out of sight */
  async mustSee(actor: Actor, resource: 'quote' | 'policy', action: string, id: number): Promise<void> {
    const parameters = new Parameters();
    const condition = sees(actor, resource, action, prospectOwnership('prospect'), parameters);
    const [seen] = await this.tools.units.query(
      prepared(`SELECT 1 FROM quote JOIN prospect ON prospect.id = quote.prospect_id
        WHERE quote.id = ${parameters.add(id)} AND ${condition}`),
      parameters.values,
    );
    if (!seen) throw notFound('quote');
  }

  /** The quotes generated together with this one, itself included. */
  async idsOfComparison(comparisonId: number): Promise<number[]> {
    const rows = await this.tools.units.query<{ id: number }>(OF_COMPARISON, [comparisonId]);
    return rows.map(({ id }) => id);
  }

  /** The open quotes of one need. */
  async idsOfOpen(prospectId: number, insuranceType: InsuranceType): Promise<number[]> {
    const rows = await this.tools.units.query<{ id: number }>(OPEN, [prospectId, insuranceType]);
    return rows.map(({ id }) => id);
  }
}
