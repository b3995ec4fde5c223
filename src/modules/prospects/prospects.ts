import { Injectable } from '@nestjs/common';
import { Collection, CollectionTools } from '../../platform/event-store/collection.js';
import { type Action, type Ownership, sightOf } from '../auth/index.js';
import { type ProspectEvent, prospectFacts } from './prospect.events.js';
import { PROSPECT, type ProspectState } from './prospect.table.js';
import { Prospect } from './prospect.js';

/** Whose a prospect is. What hangs on a prospect is seen through it. */
export const prospectOwnership: Ownership = {
  owners: [PROSPECT.assigned_broker, PROSPECT.created_by],
  referrer: PROSPECT.referred_by,
};

@Injectable()
export class Prospects extends Collection<ProspectState, ProspectEvent, Prospect, Action<'prospect'>> {
  constructor(tools: CollectionTools) {
    super(tools, {
      aggregateType: 'prospect',
      table: PROSPECT,
      facts: prospectFacts,
      aggregate: Prospect,
      subject: (state) => `prospect:${state.id}`,
      sight: sightOf('prospect', prospectOwnership),
    });
  }
}
