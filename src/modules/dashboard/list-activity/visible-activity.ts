import { type Actor } from '../../../platform/context/request-context.js';
import { type Parameters } from '../../../platform/database/parameters.js';
import { scopeOf, sees } from '../../auth/index.js';
import { commissionOwnership } from '../../commissions/index.js';
import { prospectOwnership } from '../../prospects/index.js';

/** All that an affiliate may learn of a prospect they referred: that it is there, and its status. */
const SHOWN_TO_AFFILIATES = `('ProspectCreated', 'ProspectStatusChanged')`;

/** A comparison's own entry tells of its quotes; one entry more for each would drown the rest. */
const TOLD_ONCE = `a.event_type <> 'QuoteGenerated'`;

/**
 * The conditions, any of which lets this actor see an entry `a`. They exclude each other, and each can be read in the
 * order of time by an index: one statement with OR would pass over all that the others did.
 */
export function visibleActivity(actor: Actor, parameters: Parameters): string[] {
  const scope = scopeOf(actor.role, 'activity', 'read');
  if (scope === 'all') return [TOLD_ONCE];
  if (scope === 'company') return [`a.prospect_id IS NOT NULL AND ${TOLD_ONCE}`];
  const seesProspect = sees(actor, 'prospect', 'read', prospectOwnership('p'), parameters);
  const seesCommission = sees(actor, 'commission', 'read', commissionOwnership('a'), parameters);
  const told = actor.role === 'affiliate' ? `a.event_type IN ${SHOWN_TO_AFFILIATES}` : TOLD_ONCE;
  return [
    `a.commission_id IS NULL AND ${told}
       AND EXISTS (SELECT FROM prospect p WHERE p.id = a.prospect_id AND ${seesProspect})`,
    `a.commission_id IS NOT NULL AND ${seesCommission}`,
  ];
}
