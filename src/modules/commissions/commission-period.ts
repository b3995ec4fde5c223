import { type Parameters } from '../../platform/database/parameters.js';
import { areWholeMonths, type Days, instantsOf } from './period.js';

/**
 * The SQL condition under which a commission belongs to these days; `alias` is its table's. Whole months go by the
 * month that the commission is counted in, which is its term's month of issue even where a worker came to it after
 * midnight; shorter periods go by its creation.
 */
export function commissionWithin(days: Days, timeZone: string, alias: string, parameters: Parameters): string {
  if (areWholeMonths(days)) {
    const month = (day: string) => `(${day.split('-').slice(0, 2).map((part) => `${parameters.add(Number(part))}::int`).join(', ')})`;
    const counted = `(${alias}.period_year, ${alias}.period_month)`;
    return `${counted} >= ${month(days.start)} AND ${counted} <= ${month(days.end)}`;
  }
  const { from, until } = instantsOf(days, timeZone);
  return `${alias}.created_at >= ${parameters.add(from)}::timestamptz AND ${alias}.created_at < ${parameters.add(until)}::timestamptz`;
}
