import { Temporal } from 'temporal-polyfill';
import { addDays, dateIn, type IsoDate } from '../../kernel/term.js';

export const periods = ['today', 'week', 'month', 'quarter', 'year'] as const;
export type PeriodName = (typeof periods)[number];

/** A period's name, or a month such as `2026-03`. */
export const PERIOD_PATTERN = /^(today|week|month|quarter|year|(?!0000)\d{4}-(0[1-9]|1[0-2]))$/;
export const PERIOD_MESSAGE = 'period must be today, week, month, quarter, year or a month such as 2026-03';

/** Calendar days, both ends included. */
export interface Days {
  start: IsoDate;
  end: IsoDate;
}

/** The whole calendar period that a day lies in; a week begins on Monday. */
export function periodAround(name: PeriodName, day: IsoDate): Days {
  const date = Temporal.PlainDate.from(day);
  switch (name) {
    case 'today':
      return { start: day, end: day };
    case 'week': {
      const monday = date.subtract({ days: date.dayOfWeek - 1 });
      return { start: monday.toString(), end: monday.add({ days: 6 }).toString() };
    }
    case 'month':
      return months(date.with({ day: 1 }), 1);
    case 'quarter':
      return months(date.with({ day: 1, month: date.month - ((date.month - 1) % 3) }), 3);
    case 'year':
      return months(date.with({ day: 1, month: 1 }), 12);
  }
}

/** The period of the same kind that ends on the day before. */
export function periodBefore(name: PeriodName, days: Days): Days {
  return periodAround(name, addDays(days.start, -1));
}

/** The days of a month written `2026-03`. */
export function daysOfMonth(month: string): Days {
  return months(Temporal.PlainDate.from(`${month}-01`), 1);
}

/** The days of what matches `PERIOD_PATTERN`, as seen on a day. */
export function daysOf(period: string, today: IsoDate): Days {
  return periods.includes(period as PeriodName) ? periodAround(period as PeriodName, today) : daysOfMonth(period);
}

/** The month that something of this instant (ISO 8601 UTC) is counted in. */
export function monthOf(instant: string, timeZone: string): { period_year: number; period_month: number } {
  const [year, month] = dateIn(instant, timeZone).split('-');
  return { period_year: Number(year), period_month: Number(month) };
}

/**
 * The instants (ISO 8601 UTC) between which the days lie in a time zone: `from` is included, `until` is not. A day
 * on which the clocks change has 23 or 25 hours.
 */
export function instantsOf(days: Days, timeZone: string): { from: string; until: string } {
  const startOf = (day: IsoDate) => Temporal.PlainDate.from(day).toZonedDateTime(timeZone).toInstant().toString();
  return { from: startOf(days.start), until: startOf(addDays(days.end, 1)) };
}

/** Whether the days are exactly one or more calendar months. */
export function areWholeMonths(days: Days): boolean {
  return days.start.endsWith('-01') && addDays(days.end, 1).endsWith('-01');
}

function months(first: Temporal.PlainDate, count: number): Days {
  return { start: first.toString(), end: first.add({ months: count }).subtract({ days: 1 }).toString() };
}
