import { moneyToWire } from '../../../kernel/money.js';
import { Parameters } from '../../../platform/database/parameters.js';
import { scopeOf, sees } from '../../auth/index.js';
import { commissionWithin } from '../../commissions/index.js';
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
  const parameters = new Parameters();
  const prospects = bothPeriods(view, 'p.created_at', parameters);
  const quotes = bothPeriods(view, 'q.created_at', parameters);
  const policies = bothPeriods(view, 'policy.signed_at', parameters);
  const commissions = {
    within: commissionWithin({ start: view.previous.start, end: view.current.end }, view.timeZone, 'c', parameters),
    isCurrent: commissionWithin(view.current, view.timeZone, 'c', parameters),
  };
  // Asked of every figure, not of the brokers alone: a team's dashboard must not read the company's rows.
  const seen = (broker: string) => sees(view.actor, 'user', 'read', { owners: [broker] }, parameters);
  const rows = await view.reader.query<Row>(
    `WITH acquired AS (
       SELECT p.assigned_broker AS id, ${prospects.isCurrent} AS is_current, count(*) AS prospects,
         count(*) FILTER (WHERE p.status = 'policy_signed') AS signed
       FROM prospect p WHERE ${prospects.within} AND p.assigned_broker IS NOT NULL AND ${seen('p.assigned_broker')} GROUP BY 1, 2),
     offered AS (
       SELECT q.assigned_broker AS id, ${quotes.isCurrent} AS is_current, count(*) AS quotes
       FROM quote q WHERE ${quotes.within} AND ${seen('q.assigned_broker')} GROUP BY 1, 2),
     sold AS (
       SELECT policy.assigned_broker AS id, ${policies.isCurrent} AS is_current, count(*) AS policies
       FROM policy WHERE ${policies.within} AND ${seen('policy.assigned_broker')} GROUP BY 1, 2),
     earned AS (
       SELECT c.beneficiary_id AS id, (${commissions.isCurrent}) AS is_current, sum(c.amount) AS amount
       FROM commission c WHERE ${commissions.within} AND c.beneficiary_role = 'broker' AND c.status <> 'rejected'
         AND ${seen('c.beneficiary_id')} GROUP BY 1, 2),
     placed AS (
       SELECT is_current, u.id AS broker_id, u.username AS broker_name,
         coalesce(prospects, 0) AS prospects_count, coalesce(quotes, 0) AS quotes_count,
         coalesce(policies, 0) AS policies_count, coalesce(amount, 0) AS commission_total, coalesce(round(100.0 * signed / prospects, 2), 0) AS conversion_rate,
         row_number() OVER (PARTITION BY is_current ORDER BY coalesce(amount, 0) DESC, u.id) AS place
       FROM app_user u CROSS JOIN (VALUES (true), (false)) AS period (is_current)
         LEFT JOIN acquired USING (id, is_current) LEFT JOIN offered USING (id, is_current)
         LEFT JOIN sold USING (id, is_current) LEFT JOIN earned USING (id, is_current)
       WHERE ${seen('u.id')} AND (u.role = 'broker' AND u.is_active OR num_nonnulls(prospects, quotes, policies, amount) > 0))
     SELECT * FROM placed WHERE place <= ${parameters.add(top)} ORDER BY place`,
    parameters.values,
  );
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
