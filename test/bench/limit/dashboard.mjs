import { instantsOf, periodAround, periodBefore } from '../../../dist/src/modules/commissions/period.js';
import { dateIn } from '../../../dist/src/kernel/term.js';
import { NOW, pool, run } from './database.mjs';
import { seenBy } from './identity.mjs';

/**
 * All figures of a dashboard in one statement: $1 the previous period's first instant, $2 the current one's, $3 its end,
 * $4 today, $5 the previous period's last day, $6 and $7 the months of both, $8 whose prospects, $9 how many brokers. Sent without a name, so that
 * it is planned for these very values, as the API's are.
 */
const figures = (own, brokers) => ({
  text: `
  WITH seen AS MATERIALIZED (
    SELECT p.status, p.reached, p.assigned_broker, p.created_at >= $2::timestamptz AS is_current
    FROM prospect p WHERE p.created_at >= $1::timestamptz AND p.created_at < $3::timestamptz
      ${own ? 'AND (p.assigned_broker = ANY($8::int[]) OR p.created_by = ANY($8::int[]))' : ''}),
  pipeline AS (
    SELECT is_current, count(*) AS total, count(*) FILTER (WHERE status = 'new') AS new_prospects, count(*) FILTER (WHERE status = 'contacted') AS contacted,
      count(*) FILTER (WHERE status = 'quoted') AS quoted, count(*) FILTER (WHERE status = 'policy_signed') AS policies_signed,
      round(100.0 * count(*) FILTER (WHERE status = 'policy_signed') / count(*), 2) AS conversion_rate,
      count(*) FILTER (WHERE reached <> 'new') AS reached_contacted, count(*) FILTER (WHERE reached IN ('quoted', 'policy_signed')) AS reached_quoted
    FROM seen GROUP BY is_current),
  commissions AS (
    SELECT (c.period_year * 100 + c.period_month) = $7 AS is_current, c.status, c.commission_type, count(*) AS count, sum(c.amount) AS total
    FROM commission c WHERE (c.period_year, c.period_month) >= ($6 / 100, $6 % 100) AND (c.period_year, c.period_month) <= ($7 / 100, $7 % 100)
      AND c.status <> 'rejected' ${own ? 'AND c.beneficiary_id = ANY($8::int[])' : ''}
    GROUP BY GROUPING SETS ((1, 2), (1, 3))),
  policies AS (
    SELECT count(*) FILTER (WHERE status = 'active' AND end_date >= $4::date) AS active,
      count(*) FILTER (WHERE status = 'active' AND end_date BETWEEN $4::date AND $4::date + 30) AS expiring,
      count(*) FILTER (WHERE signed_at < $2::timestamptz AND (cancelled_at IS NULL OR cancelled_at >= $2::timestamptz)) AS active_then,
      count(*) FILTER (WHERE signed_at < $2::timestamptz AND (cancelled_at IS NULL OR cancelled_at >= $2::timestamptz)
        AND CASE WHEN term > 1 AND start_date > $5::date THEN start_date - 1 ELSE end_date END BETWEEN $5::date AND $5::date + 30) AS expiring_then
    FROM policy WHERE end_date >= $5::date
      ${own ? 'AND (policy.assigned_broker = ANY($8::int[]) OR policy.prospect_creator = ANY($8::int[]))' : ''})
  ${
    brokers
      ? `, acquired AS (
    SELECT assigned_broker AS id, is_current, count(*) AS prospects, count(*) FILTER (WHERE status = 'policy_signed') AS signed
    FROM seen WHERE assigned_broker ${own ? '= ANY($8::int[])' : 'IS NOT NULL'} GROUP BY 1, 2),
  offered AS (
    SELECT q.assigned_broker AS id, q.created_at >= $2::timestamptz AS is_current, count(*) AS quotes
    FROM quote q WHERE q.created_at >= $1::timestamptz AND q.created_at < $3::timestamptz
      ${own ? 'AND q.assigned_broker = ANY($8::int[])' : ''} GROUP BY 1, 2),
  sold AS (
    SELECT policy.assigned_broker AS id, policy.signed_at >= $2::timestamptz AS is_current, count(*) AS policies
    FROM policy WHERE policy.signed_at >= $1::timestamptz AND policy.signed_at < $3::timestamptz
      ${own ? 'AND policy.assigned_broker = ANY($8::int[])' : ''} GROUP BY 1, 2),
  earned AS (
    SELECT c.beneficiary_id AS id, (c.period_year * 100 + c.period_month) = $7 AS is_current, sum(c.amount) AS amount
    FROM commission c WHERE (c.period_year, c.period_month) >= ($6 / 100, $6 % 100) AND (c.period_year, c.period_month) <= ($7 / 100, $7 % 100)
      AND c.beneficiary_role = 'broker' AND c.status <> 'rejected' ${own ? 'AND c.beneficiary_id = ANY($8::int[])' : ''} GROUP BY 1, 2),
  placed AS (
    SELECT is_current, u.id, u.username, prospects, quotes, policies, amount, round(100.0 * signed / prospects, 2) AS conversion_rate,
      row_number() OVER (PARTITION BY is_current ORDER BY coalesce(amount, 0) DESC, u.id) AS place
    FROM app_user u CROSS JOIN (VALUES (true), (false)) AS period (is_current)
      LEFT JOIN acquired USING (id, is_current) LEFT JOIN offered USING (id, is_current) LEFT JOIN sold USING (id, is_current) LEFT JOIN earned USING (id, is_current)
    WHERE ${own ? 'u.id = ANY($8::int[]) AND' : ''} (u.role = 'broker' AND u.is_active OR num_nonnulls(prospects, quotes, policies, amount) > 0))`
      : ''
  }
  SELECT (SELECT json_agg(pipeline) FROM pipeline) AS pipeline, (SELECT json_agg(commissions) FROM commissions) AS commissions,
    (SELECT row_to_json(policies) FROM policies) AS policies
    ${brokers ? ', (SELECT json_agg(placed) FROM placed WHERE place <= $9) AS top_brokers' : ''}
  -- Every parameter is used in each form, so that all of them can be bound alike.
  WHERE $1::timestamptz IS NOT NULL AND ($8::int[] IS NULL OR true) AND $9::int > 0`,
});
const ALL = figures(false, true);
const TEAM = figures(true, true);
const OWN = figures(true, false);

export async function answerDashboard(user) {
  const zone = process.env.COMPANY_TIME_ZONE || 'Europe/Rome';
  const [{ now }] = await run(pool, NOW);
  const today = dateIn(now, zone);
  const current = periodAround('month', today);
  const previous = periodBefore('month', current);
  const { from, until } = instantsOf(current, zone);
  const month = ({ start }) => Number(start.slice(0, 4)) * 100 + Number(start.slice(5, 7));
  const ids = seenBy(user);
  const form = ids === null ? ALL : user.role === 'broker' ? OWN : TEAM;
  const [row] = await run(pool, form, [
    instantsOf(previous, zone).from,
    from,
    until,
    today,
    previous.end,
    month(previous),
    month(current),
    ids,
    5,
  ]);
  return { user_role: user.role, ...row };
}
