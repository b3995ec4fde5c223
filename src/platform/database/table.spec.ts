import { describe, expect, it } from '@jest/globals';
import { bytes, int, json, money, none, nullable, personal, text, texts } from '../../kernel/fields.js';
import { bound, sql } from './sql.js';
import { allTables, fieldsOf, keyOf, nameOf, sqlType, table } from './table.js';

const LETTER = table(
  'letter',
  { id: none(int), words: personal(text, ''), tags: none(texts) },
  { kept: ['search_words'] },
);
const STAMP = table('stamp', { letter_id: none(int), place: none(int) }, { key: ['letter_id', 'place'] });

const textOf = (statement: Parameters<typeof bound>[0]) => bound(statement).text;

describe('a table', () => {
  it('is its name in a statement, and its columns are named with it', () => {
    expect(textOf(sql`SELECT ${LETTER.words} FROM ${LETTER} WHERE ${LETTER.id} = ${1}`)).toBe(
      'SELECT letter.words FROM letter WHERE letter.id = $1',
    );
    expect(textOf(LETTER.words.bare)).toBe('words');
  });

  it('has a list of its columns, without those that PostgreSQL keeps', () => {
    expect(textOf(LETTER.columns)).toBe('letter.id, letter.words, letter.tags');
    expect(textOf(LETTER.search_words)).toBe('letter.search_words');
    expect(Object.keys(fieldsOf(LETTER))).toEqual(['id', 'words', 'tags']);
  });

  it('can be read twice in one statement', () => {
    const other = LETTER.as('other');
    expect(textOf(sql`${LETTER} JOIN ${other} ON ${other.words} = ${LETTER.words}`)).toBe(
      'letter JOIN letter AS other ON other.words = letter.words',
    );
    expect([textOf(other.columns), textOf(other.search_words), textOf(other.id.bare)]).toEqual([
      'other.id, other.words, other.tags',
      'other.search_words',
      'id',
    ]);
    expect(nameOf(other)).toBe('letter');
  });

  it('is known with its key, once', () => {
    LETTER.as('another');
    expect(allTables().map(nameOf)).toEqual(['letter', 'stamp']);
    expect([keyOf(LETTER), keyOf(STAMP)]).toEqual([['id'], ['letter_id', 'place']]);
  });
});

describe('the SQL type of a kind', () => {
  it.each([
    [int, 'int'],
    [nullable(text), 'text'],
    [texts, 'text[]'],
    [bytes, 'bytea'],
    [money, 'numeric'],
    [json(), 'jsonb'],
  ])('%o is %s', (kind, type) => {
    expect(sqlType(kind)).toBe(type);
  });
});
