import { describe, expect, it } from '@jest/globals';
import { and, bound, isSql, join, or, raw, sql } from './sql.js';

describe('a statement', () => {
  it('binds every value, in order', () => {
    expect(bound(sql`SELECT ${1}, ${'two'}, ${null} FROM somewhere`)).toEqual({
      text: 'SELECT $1, $2, $3 FROM somewhere',
      values: [1, 'two', null],
    });
  });

  it('keeps what a value says out of its text', () => {
    const said = `'; DROP TABLE quote; --`;
    expect(bound(sql`SELECT ${said}`)).toEqual({ text: 'SELECT $1', values: [said] });
  });

  it('takes parts in, whose values are numbered anew', () => {
    const part = sql`b = ${2} AND c = ${[3]}`;
    expect(bound(sql`SELECT ${1} WHERE ${part} LIMIT ${4}`)).toEqual({
      text: 'SELECT $1 WHERE b = $2 AND c = $3 LIMIT $4',
      values: [1, 2, [3], 4],
    });
    expect(bound(sql`${part}${part}`).text).toBe('b = $1 AND c = $2b = $3 AND c = $4');
  });

  it('refuses undefined, and tells where', () => {
    expect(() => sql`UPDATE here SET a = ${1}, b = ${undefined}`).toThrow(
      'Value 2 is undefined in: UPDATE here SET a = …, b = …',
    );
  });

  it('can be told from a value', () => {
    expect([sql`now()`, raw('now()'), 'now()', null, {}].map(isSql)).toEqual([true, true, false, false, false]);
  });
});

describe('parts', () => {
  const conditions = [sql`a = ${1}`, sql`b = ${2}`];

  it.each([
    ['and', and(conditions), 'a = $1 AND b = $2', [1, 2]],
    ['and, of none', and([]), 'true', []],
    ['or', or(conditions), '(a = $1 OR b = $2)', [1, 2]],
    ['or, of none', or([]), 'false', []],
    ['join', join(conditions), 'a = $1, b = $2', [1, 2]],
    ['join, with something of its own', join(conditions, ' UNION '), 'a = $1 UNION b = $2', [1, 2]],
    ['join, of none', join([]), '', []],
  ])('%s', (_, part, text, values) => {
    expect(bound(part)).toEqual({ text, values });
  });
});
