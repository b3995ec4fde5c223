import { type Actor } from '../../../platform/context/request-context.js';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { type Reader } from '../../../platform/database/unit-of-work.js';
import { type Days, instantsOf } from '../../commissions/index.js';

/** Who looks at which two periods; the previous one ends on the day before the current one. */
export interface View {
  reader: Reader;
  actor: Actor;
  today: string;
  current: Days;
  previous: Days;
  timeZone: string;
}

/** The same figures for both periods. */
export interface Both<Figures> {
  current: Figures;
  previous: Figures;
}

/** Reads both periods at once by an instant's column: the condition, and whether a row is of the current one. */
export function bothPeriods(view: View, column: Sql): { within: Sql; isCurrent: Sql } {
  const since = instantsOf(view.previous, view.timeZone).from;
  const { from, until } = instantsOf(view.current, view.timeZone);
  return {
    within: sql`${column} >= ${since}::timestamptz AND ${column} < ${until}::timestamptz`,
    isCurrent: sql`${column} >= ${from}::timestamptz`,
  };
}
