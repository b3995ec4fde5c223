import { DomainError } from '../../../kernel/domain-error.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { type Parameters } from '../../../platform/database/parameters.js';
import { type Resource, scopeOf } from './access-table.js';

/** Where a row says whose it is: SQL expressions of user ids. */
export interface Ownership {
  /** A row is one's own when any of these is oneself, the team's when any is oneself or a report. */
  owners: string[];
  /** The affiliate who referred it. */
  referrer?: string;
}

/**
 * The SQL condition under which this actor sees a row; binds its ids through `parameters`.
 * @throws forbidden where the role never does this
 */
export function sees(
  actor: Actor,
  resource: Resource,
  action: string,
  ownership: Ownership,
  parameters: Parameters,
): string {
  const scope = scopeOf(actor.role, resource, action);
  switch (scope) {
    case 'all':
    case 'company':
      return 'true';
    case 'team':
    case 'own': {
      const ids = parameters.add(scope === 'team' ? [actor.id, ...actor.team] : [actor.id]);
      return `(${ownership.owners.map((owner) => `${owner} = ANY(${ids}::int[])`).join(' OR ')})`;
    }
    case 'referrals':
      return ownership.referrer ? `${ownership.referrer} = ${parameters.add(actor.id)}` : 'false';
    case undefined:
      throw new DomainError('forbidden', `The role ${actor.role} may not ${action.replaceAll('_', ' ')} this.`);
  }
}

/**
 * The same in parts, for a list: a row meets no more than one of them. Who sees only their own has a part for each way of
 * owning it: an index of each has those rows in order, for the second way without those that the first has.
 */
export function seesInParts(
  actor: Actor,
  resource: Resource,
  action: string,
  ownership: Ownership,
  parameters: Parameters,
): string[] {
  if (scopeOf(actor.role, resource, action) !== 'own') return [sees(actor, resource, action, ownership, parameters)];
  const me = parameters.add(actor.id);
  return ownership.owners.map((owner, index) =>
    [
      `${owner} = ${me}`,
      ...ownership.owners.slice(0, index).map((earlier) => `${earlier} IS DISTINCT FROM ${owner}`),
    ].join(' AND '),
  );
}
