import { type EventOf, fact } from '../../kernel/fact.js';
import { int, none, nullable, oneOf, only, partial } from '../../kernel/fields.js';
import { fieldsOf } from '../../platform/database/table.js';
import { PROSPECT, prospectDetails, prospectStatuses } from './prospect.table.js';

export const PROSPECT_CREATED = fact('ProspectCreated', {
  ...prospectDetails,
  ...only(fieldsOf(PROSPECT), 'assigned_broker', 'referred_by', 'created_by'),
});
/** What changed alone. */
export const PROSPECT_UPDATED = fact('ProspectUpdated', partial(prospectDetails));
export const PROSPECT_ASSIGNED = fact('ProspectAssigned', {
  assigned_broker: none(nullable(int)),
  previous_broker: none(nullable(int)),
});
export const PROSPECT_STATUS_CHANGED = fact('ProspectStatusChanged', {
  status: none(oneOf(prospectStatuses)),
  previous_status: none(oneOf(prospectStatuses)),
});
export const PROSPECT_DELETED = fact('ProspectDeleted', {});

export const prospectFacts = [
  PROSPECT_CREATED,
  PROSPECT_UPDATED,
  PROSPECT_ASSIGNED,
  PROSPECT_STATUS_CHANGED,
  PROSPECT_DELETED,
] as const;
export type ProspectEvent = EventOf<(typeof prospectFacts)[number]>;
