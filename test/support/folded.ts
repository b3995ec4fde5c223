import { isDeepStrictEqual } from 'node:util';
import { type PolicyEvent } from '../../src/modules/policies/policy.events.js';
import { foldPolicy } from '../../src/modules/policies/policy.fold.js';
import { type PolicyState } from '../../src/modules/policies/policy.state.js';
import { foldHistory } from '../../src/platform/event-store/fold-history.js';
import { type System } from './system.js';

/** Policies whose row is not what folding their events gives, one sentence each; sealed fields are left aside. */
export async function foldedPolicies(system: System): Promise<string[]> {
  const rows = await system.query(
    `SELECT id, to_jsonb(policy) - 'declared' AS row,
       (SELECT jsonb_agg(jsonb_build_object('event_type', event_type, 'data', data, 'occurred_at', occurred_at) ORDER BY version)
        FROM event_store WHERE aggregate_type = 'policy' AND aggregate_id = policy.id::text) AS history
     FROM policy`);
  return rows.flatMap(({ id, row, history }) => {
    const state = foldHistory<PolicyState, PolicyEvent>(foldPolicy, id, history)!;
    return Object.entries(state).flatMap(([column, value]) =>
      column === 'declared' || column === 'sealed' || isDeepStrictEqual(plain(value), plain(row[column])) ? []
        : [`policy ${id}: ${column} is ${JSON.stringify(row[column])}, its events say ${JSON.stringify(value)}`]);
  });
}

/** Numbers and instants alike however they are written. */
function plain(value: unknown): unknown {
  if (typeof value === 'string' && /^-?\d+\.\d+$/.test(value)) return Number(value);
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return new Date(value).toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
  return value ?? null;
}
