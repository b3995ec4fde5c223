import { type Actor } from '../../../platform/context/request-context.js';
import { type Parameters } from '../../../platform/database/parameters.js';
import { type Reader } from '../../../platform/database/replica.js';
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

/** SQL that reads both periods at once by an instant's column: the condition, and whether a row is of the current one. */
export function bothPeriods(view: View, column: string, parameters: Parameters): { within: string; isCurrent: string } {
  const since = parameters.add(instantsOf(view.previous, view.timeZone).from);
  const { from, until } = instantsOf(view.current, view.timeZone);
  return {
    within: `${column} >= ${since}::timestamptz AND ${column} < ${parameters.add(until)}::timestamptz`,
    isCurrent: `${column} >= ${parameters.add(from)}::timestamptz`,
  };
}
