import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/domain-error.js';
import { type Actor } from '../../platform/context/request-context.js';
import { Parameters } from '../../platform/database/parameters.js';
import { Collection, CollectionTools } from '../../platform/event-store/collection.js';
import { sees } from '../auth/index.js';
import { prospectOwnership } from '../prospects/index.js';
import { Comparison, PERSONAL_FIELDS } from './comparison.js';
import { type ComparisonState } from './comparison.state.js';
import { type ComparisonEvent } from './quote.events.js';
import { ComparisonRow } from './quote.table.js';

@Injectable()
export class Comparisons extends Collection<ComparisonState, ComparisonEvent, Comparison> {
  constructor(tools: CollectionTools) {
    super(tools, {
      aggregateType: 'comparison',
      table: ComparisonRow,
      aggregate: Comparison,
      personal: { subject: (state) => `prospect:${state.prospect_id}`, fields: PERSONAL_FIELDS },
    });
  }

  /** @throws not_found, the same for absent and out of sight */
  async getFor(actor: Actor, id: number): Promise<Comparison> {
    const parameters = new Parameters();
    const condition = sees(actor, 'quote', 'read', prospectOwnership('prospect'), parameters);
    const [seen] = await this.tools.units.query(
      `SELECT 1 FROM comparison JOIN prospect ON prospect.id = comparison.prospect_id
       WHERE comparison.id = ${parameters.add(id)} AND ${condition}`,
      parameters.values,
    );
    if (!seen) throw notFound('comparison');
    return this.get(id);
  }
}
