import { sql, type Sql } from '../../platform/database/sql.js';
import { COMMISSION } from './commission.table.js';
import { areWholeMonths, type Days, instantsOf } from './period.js';

/**
 * The condition under which a commission belongs to these days. Whole months go by the month that the commission is
 * counted in, which is its term's month of issue even where a worker came to it after midnight; shorter periods go by
 * its creation.
 */
export function commissionWithin(days: Days, timeZone: string): Sql {
  if (areWholeMonths(days)) {
    const month = (day: string) => sql`(${Number(day.slice(0, 4))}::int, ${Number(day.slice(5, 7))}::int)`;
    const counted = sql`(${COMMISSION.period_year}, ${COMMISSION.period_month})`;
    return sql`${counted} >= ${month(days.start)} AND ${counted} <= ${month(days.end)}`;
  }
  const { from, until } = instantsOf(days, timeZone);
  return sql`${COMMISSION.created_at} >= ${from}::timestamptz AND ${COMMISSION.created_at} < ${until}::timestamptz`;
}
