import { describe, expect, it } from '@jest/globals';
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
} from './term.js';

describe('isIsoDate', () => {
  it.each(['2026-11-24', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('takes %s', (text) => {
    expect(isIsoDate(text)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '26-01-01',
    '2026-1-1',
    '20260101',
    '+002026-01-01',
    '-002026-01-01',
    '2026-01-01T00:00',
    '2026-01-01[u-ca=hebrew]',
    ' 2026-01-01',
    '2026-01-01\n',
    '',
    '2026/01/01',
    '２０２６-01-01',
  ])('refuses %j', (text) => {
    expect(isIsoDate(text)).toBe(false);
  });
});

describe('ageOn', () => {
  it.each([
    ['1985-03-15', '2026-11-24', 41],
    ['1985-11-24', '2026-11-24', 41],
    ['1985-11-25', '2026-11-24', 40],
    ['2026-11-24', '2026-11-24', 0],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2008-02-29', '2028-02-28', 19],
    ['2008-02-29', '2028-02-29', 20],
    ['2007-02-28', '2024-02-28', 17],
  ])('who is born on %s is on %s %i years old', (birthDate, day, age) => {
    expect(ageOn(birthDate, day)).toBe(age);
  });

  it('refuses a birth date after the day, and what is no day', () => {
    expect(() => ageOn('2026-11-25', '2026-11-24')).toThrow(RangeError);
    expect(() => ageOn('2026-02-30', '2026-11-24')).toThrow(RangeError);
  });
});

describe('a term', () => {
  it.each([
    ['2026-11-24', '2027-11-23', 365],
    ['2026-01-01', '2026-12-31', 365],
    ['2023-03-01', '2024-02-29', 366],
    ['2024-02-29', '2025-02-28', 366],
    ['2024-02-28', '2025-02-27', 366],
    ['2024-03-01', '2025-02-28', 365],
    ['2023-02-28', '2024-02-27', 365],
  ])('from %s ends on %s and has %i days', (start, end, days) => {
    expect(termEnd(start)).toBe(end);
    expect(daysInTerm(start, end)).toBe(days);
  });

  it('is followed by the next one without a gap', () => {
    expect(nextTermStart('2025-02-28')).toBe('2025-03-01');
    expect(nextTermStart('2026-12-31')).toBe('2027-01-01');
  });

  it('can be renewed from 30 days before its end', () => {
    expect(renewalDate('2027-11-23')).toBe('2027-10-24');
    expect(renewalDate('2024-03-30')).toBe('2024-02-29');
  });
});

describe('dueDates', () => {
  it('keeps the day of the month, clamped to short months', () => {
    expect(dueDates('2027-10-31', 12)).toEqual([
      '2027-10-31',
      '2027-11-30',
      '2027-12-31',
      '2028-01-31',
      '2028-02-29',
      '2028-03-31',
      '2028-04-30',
      '2028-05-31',
      '2028-06-30',
      '2028-07-31',
      '2028-08-31',
      '2028-09-30',
    ]);
  });
});

describe('days', () => {
  it('are counted across the switch to summer time without losing one', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-03-30', '2026-03-28')).toBe(-2);
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
  });
});

describe('dateIn', () => {
  it.each([
    ['2026-11-24T22:59:59.999Z', 'Europe/Rome', '2026-11-24'],
    ['2026-11-24T23:00:00Z', 'Europe/Rome', '2026-11-25'],
    ['2026-07-24T21:59:59Z', 'Europe/Rome', '2026-07-24'],
    ['2026-07-24T22:00:00Z', 'Europe/Rome', '2026-07-25'],
    ['2026-12-31T23:00:00Z', 'Europe/Rome', '2027-01-01'],
    ['2026-11-24T10:00:00Z', 'Pacific/Kiritimati', '2026-11-25'],
    ['2026-11-24T09:59:59Z', 'Pacific/Kiritimati', '2026-11-24'],
    ['2026-11-24T11:59:59Z', 'Etc/GMT+12', '2026-11-23'],
    ['2026-11-24T13:59:59Z', '-14:00', '2026-11-23'],
    ['2026-11-24T00:30:00+01:00', 'UTC', '2026-11-23'],
  ])('%s in %s is %s', (instant, timeZone, day) => {
    expect(dateIn(instant, timeZone)).toBe(day);
  });
});
