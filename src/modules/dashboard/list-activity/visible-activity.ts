import { type Actor } from '../../../platform/context/request-context.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { scopeOf, sees } from '../../auth/index.js';
import { PROSPECT, prospectOwnership } from '../../prospects/index.js';
import { ACTIVITY } from '../activity.table.js';

const { event_type, prospect_id, commission_id, beneficiary_id } = ACTIVITY;

/** All that an affiliate may learn of a prospect they referred: that it is there, and its status. */
const SHOWN_TO_AFFILIATES = sql`${event_type} IN ('ProspectCreated', 'ProspectStatusChanged')`;

/** A comparison's own entry tells of its quotes; one entry more for each would drown the rest. */
const TOLD_ONCE = sql`${event_type} <> 'QuoteGenerated'`;

/**
 * The conditions, any of which lets this actor see an entry. They exclude each other, and each can be read in the
 * order of time by an index: one statement with OR would pass over all that the others did.
 */
export function visibleActivity(actor: Actor): Sql[] {
  const scope = scopeOf(actor.role, 'activity', 'read');
  if (scope === 'all') return [TOLD_ONCE];
  if (scope === 'company') return [sql`${prospect_id} IS NOT NULL AND ${TOLD_ONCE}`];
  const seesProspect = sees(actor, 'prospect', 'read', prospectOwnership);
  const seesCommission = sees(actor, 'commission', 'read', { owners: [beneficiary_id] });
  const told = actor.role === 'affiliate' ? SHOWN_TO_AFFILIATES : TOLD_ONCE;
  return [
    sql`${commission_id} IS NULL AND ${told}
      AND EXISTS (SELECT FROM ${PROSPECT} WHERE ${PROSPECT.id} = ${prospect_id} AND ${seesProspect})`,
    sql`${commission_id} IS NOT NULL AND ${seesCommission}`,
  ];
}
