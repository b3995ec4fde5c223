import { Injectable } from '@nestjs/common';
import { sql } from '../../platform/database/sql.js';
import { Collection, CollectionTools } from '../../platform/event-store/collection.js';
import { type Action, sightOf } from '../auth/index.js';
import { PROSPECT, prospectOwnership } from '../prospects/index.js';
import { Comparison } from './comparison.js';
import { COMPARISON, type ComparisonState } from './comparison.table.js';
import { COMPARISON_GENERATED, type ComparisonEvent } from './quote.events.js';

@Injectable()
export class Comparisons extends Collection<ComparisonState, ComparisonEvent, Comparison, Action<'quote'>> {
  constructor(tools: CollectionTools) {
    super(tools, {
      aggregateType: 'comparison',
      table: COMPARISON,
      facts: [COMPARISON_GENERATED],
      aggregate: Comparison,
      subject: (state) => `prospect:${state.prospect_id}`,
      sight: sightOf('quote', prospectOwnership, sql`JOIN ${PROSPECT} ON ${PROSPECT.id} = ${COMPARISON.prospect_id}`),
    });
  }
}
