import { type Parameters } from '../../platform/database/parameters.js';
import { areWholeMonths, type Days, instantsOf } from './period.js';

/**
 * The SQL condition under which a commission belongs to these days; `alias` is its table's. Whole months go by the
 * month that the commission is counted in, which is its term's month of issue even where a worker came to it after
 * midnight; shorter periods go by its creation.
 */
export function commissionWithin(days: Days, timeZone: string, alias: string, parameters: Parameters): string {
  if (areWholeMonths(days)) {
    const part = (text: string | undefined) => `${parameters.add(Number(text))}::int`;
    const month = ([year, number]: string[]) => `(${part(year)}, ${part(number)})`;
    const counted = `(${alias}.period_year, ${alias}.period_month)`;
    return `${counted} >= ${month(days.start.split('-'))} AND ${counted} <= ${month(days.end.split('-'))}`;
  }
  const { from, until } = instantsOf(days, timeZone);
  const created = `${alias}.created_at`;
  return `${created} >= ${parameters.add(from)}::timestamptz AND ${created} < ${parameters.add(until)}::timestamptz`;
}
