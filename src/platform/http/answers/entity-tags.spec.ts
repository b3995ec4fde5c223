import { describe, expect, it } from '@jest/globals';
import { entityTags, matchStrongly, matchWeakly } from './entity-tags.js';

const read = (value: string) => entityTags('If-Match', value);

describe('a list of entity tags', () => {
  it.each<[string, string[]]>([
    ['"1"', ['"1"']],
    ['"1", "2"', ['"1"', '"2"']],
    ['"1","2" ,\t"3"', ['"1"', '"2"', '"3"']],
    ['W/"1", "2"', ['W/"1"', '"2"']],
    [', ,"1",, "2",', ['"1"', '"2"']],
    ['"a,b", "W/", ""', ['"a,b"', '"W/"', '""']],
    ['"\\"', ['"\\"']],
    ['"\xe9"', ['"\xe9"']],
  ])('is read: %s', (value, tags) => expect(read(value)).toEqual(tags));

  it('is * alone', () => expect([read('*'), read(' * ')]).toEqual(['*', '*']));

  it.each([
    '',
    ' ',
    ',',
    '1',
    '"1',
    '1"',
    "'1'",
    'w/"1"',
    'W/ "1"',
    '"1" "2"',
    '*, "1"',
    '"1", *',
    '"1";',
    '"a b"',
    '"a"b"',
    '"\u0007"',
  ])('is refused where it is none: %s', (value) => {
    expect(() => read(value)).toThrow(/If-Match takes entity tags/);
  });

  it('is read in time that grows with it, not faster', () => {
    expect(read(Array.from({ length: 2000 }, (_, n) => `"${n}"`).join(', '))).toHaveLength(2000);
    expect(() => read(`${' , '.repeat(5000)}x`)).toThrow();
  });
});

it("If-Match compares strongly: what is weak is nobody's", () => {
  expect([['"1"', '"2"'], ['W/"2"'], ['"02"'], ['"3"']].map((tags) => matchStrongly(tags, '"2"'))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect([matchStrongly(['W/"2"'], 'W/"2"'), matchStrongly('*', '"2"')]).toEqual([false, true]);
});

it('If-None-Match compares weakly', () => {
  expect([['"1"', '"2"'], ['W/"2"'], ['"3"']].map((tags) => matchWeakly(tags, '"2"'))).toEqual([true, true, false]);
  expect([matchWeakly(['"2"'], 'W/"2"'), matchWeakly('*', '"2"')]).toEqual([true, true]);
});
