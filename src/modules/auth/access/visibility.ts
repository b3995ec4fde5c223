import { DomainError } from '../../../kernel/domain-error.js';
import { type Actor } from '../../../platform/context/request-context.js';
import { and, or, raw, sql, type Sql } from '../../../platform/database/sql.js';
import { type Sight } from '../../../platform/event-store/collection.js';
import { type Action, type Resource, scopeOf } from './access-table.js';

/** Where a row says whose it is: columns of user ids. */
export interface Ownership {
  /** A row is one's own when any of these is oneself, the team's when any is oneself or a report. */
  owners: readonly Sql[];
  /** The affiliate who referred it. */
  referrer?: Sql;
}

/** Who sees the rows of a resource, by the access table and whose they are; `through` joins what the columns of `ownership` need. */
export function sightOf<R extends Resource>(resource: R, ownership: Ownership, through?: Sql): Sight<Action<R>> {
  return {
    through,
    condition: (actor, action) => sees(actor, resource, action, ownership),
    parts: (actor, action) => seesInParts(actor, resource, action, ownership),
  };
}

/**
 * The condition under which this actor sees a row.
 * @throws forbidden where the role never does this
 */
export function sees(actor: Actor, resource: Resource, action: string, { owners, referrer }: Ownership): Sql {
  const scope = scopeOf(actor.role, resource, action);
  switch (scope) {
    case 'all':
    case 'company':
      return raw('true');
    case 'team':
    case 'own': {
      const ids = scope === 'team' ? [actor.id, ...actor.team] : [actor.id];
      return or(owners.map((owner) => sql`${owner} = ANY(${ids}::int[])`));
    }
    case 'referrals':
      return referrer ? sql`${referrer} = ${actor.id}` : raw('false');
    case undefined:
      throw new DomainError('forbidden', `The role ${actor.role} may not ${action.replaceAll('_', ' ')} this.`);
  }
}

/**
 * The same in parts, for a list: a row meets no more than one of them. Who sees only their own has a part for each way of
 * owning it: an index of each has those rows in order, for the second way without those that the first has.
 */
export function seesInParts(actor: Actor, resource: Resource, action: string, ownership: Ownership): Sql[] {
  const { owners } = ownership;
  if (scopeOf(actor.role, resource, action) !== 'own') return [sees(actor, resource, action, ownership)];
  return owners.map((owner, index) => {
    const earlier = owners.slice(0, index).map((other) => sql`${other} IS DISTINCT FROM ${owner}`);
    return and([sql`${owner} = ${actor.id}`, ...earlier]);
  });
}
