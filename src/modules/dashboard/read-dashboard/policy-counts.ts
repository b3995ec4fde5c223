import { sql, type Sql } from '../../../platform/database/sql.js';
import { scopeOf, sees } from '../../auth/index.js';
import { instantsOf } from '../../commissions/index.js';
import { POLICY, policyOwnership } from '../../policies/index.js';
import { type MetricsDto } from './read-dashboard.dto.js';
import { type Both, type View } from './view.js';

type PolicyCounts = Pick<MetricsDto, 'active_policies' | 'expiring_policies_30days'>;

interface Row {
  active: number;
  expiring: number;
  active_then: number;
  expiring_then: number;
}

const EXPIRING_DAYS = 30;
const UNSEEN: PolicyCounts = { active_policies: null, expiring_policies_30days: null };

/**
 * Policies in force today, and at the end of the previous period: signed by then, not cancelled by then, not past their
 * end. A term renewed since then ended, at that time, on the day before the present term's start.
 */
export async function policyCounts(view: View): Promise<Both<PolicyCounts>> {
  if (!scopeOf(view.actor.role, 'policy', 'read')) return { current: UNSEEN, previous: UNSEEN };
  const { start_date, end_date, status, signed_at, cancelled_at, term } = POLICY;
  const today = sql`${view.today}::date`;
  const day = sql`${view.previous.end}::date`;
  const dayIsOver = sql`${instantsOf(view.previous, view.timeZone).until}::timestamptz`;
  const expiring = (from: Sql) => sql`BETWEEN ${from} AND ${from} + ${EXPIRING_DAYS}::int`;
  const seen = sees(view.actor, 'policy', 'read', policyOwnership);
  const [row] = await view.reader.query<Row>(sql`
    SELECT
      count(*) FILTER (WHERE is_active) AS active,
      count(*) FILTER (WHERE is_active AND end_date ${expiring(today)}) AS expiring,
      count(*) FILTER (WHERE was_active) AS active_then,
      count(*) FILTER (WHERE was_active AND end_then ${expiring(day)}) AS expiring_then
    FROM (
      SELECT ${end_date},
        ${status} = 'active' AND ${end_date} >= ${today} AS is_active,
        ${signed_at} < ${dayIsOver} AND (${cancelled_at} IS NULL OR ${cancelled_at} >= ${dayIsOver}) AS was_active,
        CASE WHEN ${term} > 1 AND ${start_date} > ${day} THEN ${start_date} - 1 ELSE ${end_date} END AS end_then
      FROM ${POLICY} WHERE ${end_date} >= ${day} AND ${seen}) AS policies`);
  return {
    current: { active_policies: row!.active, expiring_policies_30days: row!.expiring },
    previous: { active_policies: row!.active_then, expiring_policies_30days: row!.expiring_then },
  };
}
