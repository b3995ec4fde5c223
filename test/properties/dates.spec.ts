import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  ageOn,
  dateIn,
  daysBetween,
  daysInTerm,
  dueDates,
  isIsoDate,
  nextTermStart,
  renewalDate,
  termEnd,
} from '../../src/kernel/term.js';
import { RUNS } from '../support/property-runs.js';

/** A second calendar to check the first by: days since 1970 through the platform's own UTC arithmetic. */
const DAY = 86_400_000;
const isoOf = (dayNumber: number) => new Date(dayNumber * DAY).toISOString().slice(0, 10);
const numberOf = (iso: string) => Date.parse(`${iso}T00:00:00Z`) / DAY;
const partsOf = (iso: string) => iso.split('-').map(Number) as [number, number, number];
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const monthLength = (year: number, month: number) =>
  [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;

/** 1900 to 2199, and often the days where mistakes live. */
const anyDayNumber = fc.oneof(
  fc.integer({ min: numberOf('1900-01-01'), max: numberOf('2199-12-31') }),
  fc
    .constantFrom(
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
      '2023-02-28',
      '2023-03-01',
      '2000-02-29',
      '1900-02-28',
      '2026-12-31',
      '2027-01-31',
      '2026-03-29',
      '2026-10-25',
    )
    .map(numberOf),
);
const anyDay = anyDayNumber.map(isoOf);

describe('days', () => {
  it('are added and counted as the calendar has them', () => {
    fc.assert(
      fc.property(anyDayNumber, fc.integer({ min: -5_000, max: 5_000 }), (day, distance) => {
        const later = isoOf(day + distance);
        expect(addDays(isoOf(day), distance)).toBe(later);
        expect(daysBetween(isoOf(day), later)).toBe(distance);
      }),
      RUNS,
    );
  });

  it('exist or not as month lengths say', () => {
    const anyParts = fc.tuple(
      fc.integer({ min: 1, max: 9_999 }),
      fc.integer({ min: 0, max: 14 }),
      fc.integer({ min: 0, max: 33 }),
    );
    fc.assert(
      fc.property(anyParts, ([year, month, day]) => {
        const exists = month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month);
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        expect(isIsoDate(text)).toBe(exists);
      }),
      RUNS,
    );
  });

  it('are never anything but a calendar day', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (!/^\d{4}-\d\d-\d\d$/.test(text)) expect(isIsoDate(text)).toBe(false);
      }),
    );
  });
});

describe('ages', () => {
  it('grow by one on the birthday, and for 29 February on 1 March of a common year', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 100 }), (birthDate, years) => {
        const [year, month, day] = partsOf(birthDate);
        const exists = day <= monthLength(year + years, month);
        const tail = exists ? birthDate.slice(4) : '-03-01';
        const birthday = `${year + years}${tail}`;
        expect(ageOn(birthDate, birthday)).toBe(years);
        expect(ageOn(birthDate, isoOf(numberOf(birthday) - 1))).toBe(years - 1);
      }),
      RUNS,
    );
  });
});

describe('terms', () => {
  it('last a year: the day after the end is the same day of the next year, or 1 March after 29 February', () => {
    fc.assert(
      fc.property(anyDay, (start) => {
        const end = termEnd(start);
        const [year] = partsOf(start);
        const tail = start.endsWith('-02-29') ? '-03-01' : start.slice(4);
        expect(nextTermStart(end)).toBe(`${year + 1}${tail}`);
        expect(daysInTerm(start, end)).toBe(numberOf(end) - numberOf(start) + 1);
        expect([365, 366]).toContain(daysInTerm(start, end));
        expect(numberOf(end) - numberOf(renewalDate(end))).toBe(30);
      }),
      RUNS,
    );
  });

  it("are paid for on the start's day of every month, or the month's last, and never after their end", () => {
    fc.assert(
      fc.property(anyDay, (start) => {
        const [year, month, day] = partsOf(start);
        const expected = Array.from({ length: 12 }, (_, index) => {
          const dueYear = year + Math.floor((month - 1 + index) / 12);
          const dueMonth = ((month - 1 + index) % 12) + 1;
          const dueDay = Math.min(day, monthLength(dueYear, dueMonth));
          return `${dueYear}-${String(dueMonth).padStart(2, '0')}-${String(dueDay).padStart(2, '0')}`;
        });
        const due = dueDates(start, 12);
        expect(due).toEqual(expected);
        expect(due[0]).toBe(start);
        expect(due.at(-1)! <= termEnd(start)).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('the day of an instant', () => {
  const anyInstant = fc.integer({ min: Date.parse('1990-01-01T00:00:00Z'), max: Date.parse('2090-01-01T00:00:00Z') });

  it('is the day of the shifted clock from UTC−14 to UTC+14', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: -14 * 60, max: 14 * 60 }), (instant, minutes) => {
        const hours = String(Math.floor(Math.abs(minutes) / 60)).padStart(2, '0');
        const offset = `${minutes < 0 ? '-' : '+'}${hours}:${String(Math.abs(minutes) % 60).padStart(2, '0')}`;
        const shifted = new Date(instant + minutes * 60_000).toISOString().slice(0, 10);
        expect(dateIn(new Date(instant).toISOString(), offset)).toBe(shifted);
      }),
      RUNS,
    );
  });

  it("in Rome agrees with the platform's own calendar, summer time or not", () => {
    const rome = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Rome' });
    const nearTheSwitch = fc
      .constantFrom('2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z')
      .chain((instant) =>
        fc.integer({ min: -26 * 60, max: 26 * 60 }).map((minutes) => Date.parse(instant) + minutes * 60_000),
      );
    fc.assert(
      fc.property(fc.oneof(anyInstant, nearTheSwitch), (instant) => {
        expect(dateIn(new Date(instant).toISOString(), 'Europe/Rome')).toBe(rome.format(instant));
      }),
      RUNS,
    );
  });
});
