import { describe, expect, it } from '@jest/globals';
import { planOf } from './prepared.js';
import { raw, sql, type Sql } from './sql.js';

describe('a statement as it is sent', () => {
  it.each([
    ['a look-up', sql`SELECT 1 WHERE a = ${1}`],
    ['a lock', sql`SELECT 1 WHERE a = ${1} FOR UPDATE`],
    ['a write', sql`INSERT INTO here SELECT ${1}`],
    ['a change', sql`UPDATE here SET a = ${1}`],
    ['one that begins on a line of its own', sql`\n  DELETE FROM here`],
    ['one with a part of its own before it', sql`WITH here AS (SELECT ${1}) SELECT 1`],
  ])('%s has a name, the same each time', (_, statement) => {
    const { name, text, values } = planOf(statement, true);
    expect(name).toMatch(/^crm_\d+$/);
    expect(planOf(statement, true)).toEqual({ name, text, values });
  });

  it('has another name where its text is another, and the same whatever its values', () => {
    const named = (statement: Sql) => planOf(statement, true).name;
    expect(named(sql`SELECT a = ${1}`)).toBe(named(sql`SELECT a = ${2}`));
    expect(named(sql`SELECT a = ${1}`)).not.toBe(named(sql`SELECT b = ${1}`));
  });

  it.each([
    ['a list', sql`SELECT 1 LIMIT ${20}`],
    ['what is passed over', sql`SELECT 1 OFFSET ${20}`],
    ['a setting', sql`SET LOCAL statement_timeout = 0`],
    ['a savepoint', sql`SAVEPOINT one`],
  ])('%s has none', (_, statement) => {
    expect(planOf(statement, true).name).toBeUndefined();
  });

  it('has none behind a pooler', () => {
    expect(planOf(sql`SELECT a = ${1}`, false)).toEqual({ text: 'SELECT a = $1', values: [1] });
  });

  it('has none once there are more texts than any program has, and what had one keeps it', () => {
    const { name } = planOf(sql`SELECT the first`, true);
    const names = Array.from({ length: 1_200 }, (_, n) => planOf(sql`SELECT ${raw(`number_${n}`)}`, true).name);
    expect(names[0]).toBeDefined();
    expect(names.at(-1)).toBeUndefined();
    expect(names.filter((each) => each !== undefined).length).toBeLessThan(1_000);
    expect(planOf(sql`SELECT the first`, true).name).toBe(name);
  });
});
