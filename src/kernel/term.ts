import { Temporal } from 'temporal-polyfill';

/**
 * A calendar day as `YYYY-MM-DD`, years 0001 to 9999. It carries no time and no zone; the day of an instant is
 * `dateIn`. Every function here throws a RangeError on text that names no day of the calendar.
 */
export type IsoDate = string;

/** An insured year, both days included. */
export interface Term {
  start: IsoDate;
  end: IsoDate;
}

const RENEWAL_NOTICE_DAYS = 30;

/** Whether the text is exactly `YYYY-MM-DD` and that day exists: `2026-02-29` does not. */
export function isIsoDate(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** The day on which the instant (ISO 8601 with an offset or `Z`) falls in an IANA zone or at a fixed `+14:00`. */
export function dateIn(instant: string, timeZone: string): IsoDate {
  // No zone changes its day within a minute, not since clocks go by whole minutes; most questions are about the present one.
  const minute = UTC_MINUTE.exec(instant)?.[0];
  if (minute === undefined) return computeDateIn(instant, timeZone);
  if (lately?.minute !== minute || lately.timeZone !== timeZone)
    lately = { minute, timeZone, date: computeDateIn(instant, timeZone) };
  return lately.date;
}

const UTC_MINUTE = /^2\d{3}-\d\d-\d\dT\d\d:\d\d(?=:\d\d(\.\d{1,9})?Z$)/;
let lately: { minute: string; timeZone: string; date: IsoDate } | undefined;

function computeDateIn(instant: string, timeZone: string): IsoDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/**
 * Full years completed on the day. Who is born on 29 February completes a year on 1 March of a common year, the
 * day after the missing one: the civil-law count, in which a year is not complete before its anniversary has come.
 * @throws RangeError when the birth date is after the day.
 */
export function ageOn(birthDate: IsoDate, day: IsoDate): number {
  const born = calendarDay(birthDate);
  const on = calendarDay(day);
  if (Temporal.PlainDate.compare(born, on) > 0) throw new RangeError(`born ${birthDate}, after ${day}`);
  return born.until(on, { largestUnit: 'year' }).years;
}

/** The day that many days later, or earlier for a negative number. */
export function addDays(day: IsoDate, days: number): IsoDate {
  return calendarDay(day).add({ days }).toString();
}

/** Days from one day to another: 0 for the same, negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return calendarDay(from).until(calendarDay(to), { largestUnit: 'day' }).days;
}

/** Days of a term, both ends included: 365 or 366. */
export function daysInTerm(start: IsoDate, end: IsoDate): number {
  return daysBetween(start, end) + 1;
}

/** The last day of the year that begins on `start`: same day next year minus one; 29 February ends on 28 February. */
export function termEnd(start: IsoDate): IsoDate {
  const from = calendarDay(start);
  const anniversary = from.add({ years: 1 });
  // 29 February has no anniversary in the next year: Temporal answers 28 February, which already is the day before it.
  return (anniversary.day === from.day ? anniversary.subtract({ days: 1 }) : anniversary).toString();
}

/** The first day of the term that follows one ending on `end`. */
export function nextTermStart(end: IsoDate): IsoDate {
  return addDays(end, 1);
}

/** The first day on which a term ending on `end` can be renewed: 30 days before its end. */
export function renewalDate(end: IsoDate): IsoDate {
  return addDays(end, -RENEWAL_NOTICE_DAYS);
}

/** Monthly due dates: the start's day of each month, clamped to the month's length, the first on the start itself. */
export function dueDates(start: IsoDate, count: number): IsoDate[] {
  const first = calendarDay(start);
  return Array.from({ length: count }, (_, months) => first.add({ months }).toString());
}

function calendarDay(text: IsoDate): Temporal.PlainDate {
  if (!isIsoDate(text)) throw new RangeError(`not a calendar day: ${text}`);
  return Temporal.PlainDate.from(text);
}
