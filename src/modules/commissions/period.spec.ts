import { describe, expect, it } from '@jest/globals';
import { bound } from '../../platform/database/sql.js';
import { commissionWithin } from './commission-period.js';
import { daysOfMonth, instantsOf, periodAround, periodBefore } from './period.js';

const ROME = 'Europe/Rome';

describe('a period', () => {
  it.each([
    ['today', '2026-03-18', '2026-03-18', '2026-03-18'],
    ['week', '2026-03-18', '2026-03-16', '2026-03-22'],
    ['week', '2026-03-16', '2026-03-16', '2026-03-22'],
    ['week', '2026-03-22', '2026-03-16', '2026-03-22'],
    ['week', '2027-01-01', '2026-12-28', '2027-01-03'],
    ['month', '2026-03-18', '2026-03-01', '2026-03-31'],
    ['month', '2026-02-28', '2026-02-01', '2026-02-28'],
    ['month', '2028-02-29', '2028-02-01', '2028-02-29'],
    ['quarter', '2026-03-31', '2026-01-01', '2026-03-31'],
    ['quarter', '2026-04-01', '2026-04-01', '2026-06-30'],
    ['quarter', '2026-12-31', '2026-10-01', '2026-12-31'],
    ['year', '2026-12-31', '2026-01-01', '2026-12-31'],
  ] as const)('%s around %s is the whole of %s to %s', (name, day, start, end) => {
    expect(periodAround(name, day)).toEqual({ start, end });
  });

  it.each([
    ['today', '2026-01-01', '2025-12-31', '2025-12-31'],
    ['week', '2027-01-01', '2026-12-21', '2026-12-27'],
    ['month', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['month', '2026-01-15', '2025-12-01', '2025-12-31'],
    ['quarter', '2026-02-14', '2025-10-01', '2025-12-31'],
    ['year', '2026-06-01', '2025-01-01', '2025-12-31'],
  ] as const)('%s around %s follows the one from %s to %s', (name, day, start, end) => {
    expect(periodBefore(name, periodAround(name, day))).toEqual({ start, end });
  });

  it('takes a month by its number', () => {
    expect(daysOfMonth('2028-02')).toEqual({ start: '2028-02-01', end: '2028-02-29' });
  });

  it.each([
    ['in winter', '2026-01-15', '2026-01-14T23:00:00Z', '2026-01-15T23:00:00Z'],
    ['in summer', '2026-07-15', '2026-07-14T22:00:00Z', '2026-07-15T22:00:00Z'],
    ['of 23 hours as summer time begins', '2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['of 25 hours as it ends', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['at the end of the year', '2026-12-31', '2026-12-30T23:00:00Z', '2026-12-31T23:00:00Z'],
  ])('includes the whole day %s', (_, day, from, until) => {
    expect(instantsOf({ start: day, end: day }, ROME)).toEqual({ from, until });
  });

  it('includes the whole last day of a month that the clocks change in', () => {
    expect(instantsOf({ start: '2026-03-01', end: '2026-03-31' }, ROME)).toEqual({
      from: '2026-02-28T23:00:00Z',
      until: '2026-03-31T22:00:00Z',
    });
  });

  it('begins when the day begins where midnight does not exist', () => {
    const day = { start: '2026-09-06', end: '2026-09-06' };
    expect(instantsOf(day, 'America/Santiago').from).toBe('2026-09-06T04:00:00Z');
  });
});

describe('the commissions of a period', () => {
  it('go by their month of issue where it is whole months', () => {
    expect(bound(commissionWithin({ start: '2025-12-01', end: '2026-01-31' }, ROME))).toEqual({
      text:
        '(commission.period_year, commission.period_month) >= ($1::int, $2::int) ' +
        'AND (commission.period_year, commission.period_month) <= ($3::int, $4::int)',
      values: [2025, 12, 2026, 1],
    });
  });

  it('go by their creation where it is days', () => {
    const within = (start: string, end: string) => bound(commissionWithin({ start, end }, ROME)).values;
    expect(within('2026-01-01', '2026-01-31')).toEqual([2026, 1, 2026, 1]);
    expect(within('2026-01-31', '2026-01-31')).toEqual(['2026-01-30T23:00:00Z', '2026-01-31T23:00:00Z']);
  });
});
