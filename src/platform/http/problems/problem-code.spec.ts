import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { codeOf } from './problem-code.js';

const failed = (code: string) => Object.assign(new pg.DatabaseError('refused', 1, 'error'), { code });

describe('what a library throws', () => {
  it.each<[string, unknown]>([
    ['a session that an administrator ended', failed('57P01')],
    ['too many connections', failed('53300')],
    ['a lock that was waited for too long', failed('55P03')],
    [
      'a connection lost between two statements',
      new Error('Client has encountered a connection error and is not queryable'),
    ],
    ['a connection lost within a statement', new Error('Connection terminated unexpectedly')],
    ['a port that nobody listens on', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
  ])('tells of %s as a database that is away', (_, error) => {
    expect(codeOf(error)).toBe('unavailable');
  });

  it.each<[string, unknown]>([
    ['a mistake', new TypeError('x is not a function')],
    ['wrong SQL', failed('42601')],
    ['nothing', undefined],
  ])('tells of %s as an error of ours', (_, error) => {
    expect(codeOf(error)).toBe('internal_error');
  });
});
