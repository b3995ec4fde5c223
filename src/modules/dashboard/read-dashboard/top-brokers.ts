import { moneyToWire } from '../../../kernel/money.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { scopeOf, sees, USER } from '../../auth/index.js';
import { COMMISSION, commissionWithin } from '../../commissions/index.js';
import { POLICY } from '../../policies/index.js';
import { PROSPECT } from '../../prospects/index.js';
import { QUOTE } from '../../quotes/index.js';
import { type BrokerFiguresDto } from './read-dashboard.dto.js';
import { type Both, bothPeriods, type View } from './view.js';

type Row = Omit<BrokerFiguresDto, 'commission_total' | 'conversion_rate'> & {
  is_current: boolean;
  commission_total: string;
  conversion_rate: string;
};

/** Those who may read other users see how these did; idle brokers come last, others only with something to show. */
export async function topBrokers(view: View, top: number): Promise<Both<BrokerFiguresDto[]>> {
  if (!scopeOf(view.actor.role, 'user', 'read')) return { current: [], previous: [] };
  const prospects = bothPeriods(view, PROSPECT.created_at);
  const quotes = bothPeriods(view, QUOTE.created_at);
  const policies = bothPeriods(view, POLICY.signed_at);
  const commissions = {
    within: commissionWithin({ start: view.previous.start, end: view.current.end }, view.timeZone),
    isCurrent: commissionWithin(view.current, view.timeZone),
  };
  // Asked of every figure, not of the brokers alone: a team's dashboard must not read the company's rows.
  const seen = (broker: Sql) => sees(view.actor, 'user', 'read', { owners: [broker] });
  const rows = await view.reader.query<Row>(sql`
    WITH acquired AS (
      SELECT ${PROSPECT.assigned_broker} AS id, ${prospects.isCurrent} AS is_current, count(*) AS prospects,
        count(*) FILTER (WHERE ${PROSPECT.status} = 'policy_signed') AS signed
      FROM ${PROSPECT} WHERE ${prospects.within} AND ${PROSPECT.assigned_broker} IS NOT NULL
        AND ${seen(PROSPECT.assigned_broker)} GROUP BY 1, 2),
    offered AS (
      SELECT ${QUOTE.assigned_broker} AS id, ${quotes.isCurrent} AS is_current, count(*) AS quotes
      FROM ${QUOTE} WHERE ${quotes.within} AND ${seen(QUOTE.assigned_broker)} GROUP BY 1, 2),
    sold AS (
      SELECT ${POLICY.assigned_broker} AS id, ${policies.isCurrent} AS is_current, count(*) AS policies
      FROM ${POLICY} WHERE ${policies.within} AND ${seen(POLICY.assigned_broker)} GROUP BY 1, 2),
    earned AS (
      SELECT ${COMMISSION.beneficiary_id} AS id, (${commissions.isCurrent}) AS is_current, sum(${COMMISSION.amount}) AS amount
      FROM ${COMMISSION} WHERE ${commissions.within} AND ${COMMISSION.beneficiary_role} = 'broker'
        AND ${COMMISSION.status} <> 'rejected' AND ${seen(COMMISSION.beneficiary_id)} GROUP BY 1, 2),
    placed AS (
      SELECT is_current, ${USER.id} AS broker_id, ${USER.username} AS broker_name,
        coalesce(prospects, 0) AS prospects_count, coalesce(quotes, 0) AS quotes_count,
        coalesce(policies, 0) AS policies_count, coalesce(amount, 0) AS commission_total,
        coalesce(round(100.0 * signed / prospects, 2), 0) AS conversion_rate,
        row_number() OVER (PARTITION BY is_current ORDER BY coalesce(amount, 0) DESC, ${USER.id}) AS place
      FROM ${USER} CROSS JOIN (VALUES (true), (false)) AS period (is_current)
        LEFT JOIN acquired USING (id, is_current) LEFT JOIN offered USING (id, is_current)
        LEFT JOIN sold USING (id, is_current) LEFT JOIN earned USING (id, is_current)
      WHERE ${seen(USER.id)} AND (${USER.role} = 'broker' AND ${USER.is_active}
        OR num_nonnulls(prospects, quotes, policies, amount) > 0))
    SELECT * FROM placed WHERE place <= ${top} ORDER BY place`);
  const of = (current: boolean) => rows.filter((row) => row.is_current === current).map(figuresOf);
  return { current: of(true), previous: of(false) };
}

function figuresOf(row: Row): BrokerFiguresDto {
  const { broker_id, broker_name, prospects_count, quotes_count, policies_count } = row;
  return {
    broker_id,
    broker_name,
    prospects_count,
    quotes_count,
    policies_count,
    commission_total: moneyToWire(row.commission_total),
    conversion_rate: Number(row.conversion_rate),
  };
}
