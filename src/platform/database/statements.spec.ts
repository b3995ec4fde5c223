import { describe, expect, it } from '@jest/globals';
import { int, json, none, nullable, text } from '../../kernel/fields.js';
import { bound, sql } from './sql.js';
import { changedColumns, columnsBut, columnsOf, having, insert, set, update } from './statements.js';
import { table } from './table.js';

const LETTER = table(
  'letter',
  { id: none(int), words: none(nullable(text)), marks: none(json<number[]>()) },
  { kept: ['search_words'] },
);

describe('columns', () => {
  it('are listed by name, or all but some', () => {
    expect(bound(columnsOf(LETTER, 'words', 'id')).text).toBe('letter.words, letter.id');
    expect(bound(columnsBut(LETTER, 'words')).text).toBe('letter.id, letter.marks');
  });
});

describe('an insert', () => {
  it('is one text for any number of rows, which travel as one value', () => {
    const [one, two] = [
      [{ id: 1, words: null }],
      [
        { id: 1, words: 'a' },
        { id: 2, words: "b'" },
      ],
    ].map((rows) => bound(insert(LETTER, rows)));
    expect(two).toEqual({
      text: 'INSERT INTO letter (id, words) SELECT id, words FROM jsonb_populate_recordset(NULL::letter, $1::jsonb)',
      values: [`[{"id":1,"words":"a"},{"id":2,"words":"b'"}]`],
    });
    expect(one!.text).toBe(two!.text);
  });

  it('takes no more than there are columns, in their order', () => {
    const row = { marks: [1], id: 1, heard: 'by whoever made the row' };
    expect(bound(insert(LETTER, [row])).text).toMatch(/^INSERT INTO letter \(id, marks\) SELECT id, marks /);
  });
});

describe('an update', () => {
  it('writes columns of the rows that have the ids', () => {
    expect(bound(update(LETTER, ['words'], [{ id: 1, words: 'a' }]))).toEqual({
      text:
        'UPDATE letter SET words = new.words FROM jsonb_populate_recordset(NULL::letter, $1::jsonb) AS new ' +
        'WHERE letter.id = new.id',
      values: ['[{"id":1,"words":"a"}]'],
    });
  });

  it('sets values, or what SQL says', () => {
    expect(bound(sql`UPDATE ${LETTER} SET ${set(LETTER, { words: null, id: sql`${LETTER.id} + ${1}` })}`)).toEqual({
      text: 'UPDATE letter SET words = $1, id = letter.id + $2',
      values: [null, 1],
    });
    expect(() => set(LETTER, { words: undefined })).toThrow('is undefined');
  });

  it('is of the columns in which a state differs from its row, down into JSON', () => {
    const row = { id: 1, words: 'a', marks: [1, 2] };
    expect(changedColumns(LETTER, [[row, { ...row, marks: [1, 2] }]])).toEqual([]);
    expect(
      changedColumns(LETTER, [
        [row, { ...row, marks: [1, 3] }],
        [row, { ...row, words: null }],
      ]),
    ).toEqual(['words', 'marks']);
  });
});

describe('a condition', () => {
  it('asks for the values that are given, and for nothing where none is', () => {
    expect(bound(having(LETTER, { id: 1, words: 'a' }))).toEqual({
      text: 'letter.id = $1 AND letter.words = $2',
      values: [1, 'a'],
    });
    expect(bound(having(LETTER, { id: undefined, words: undefined }))).toEqual({ text: 'true', values: [] });
  });
});
