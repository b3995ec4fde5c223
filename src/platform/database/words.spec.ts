import { describe, expect, it } from '@jest/globals';
import { bound, sql } from './sql.js';
import { findsWords } from './words.js';

describe('a search for words', () => {
  it.each([
    ['one word', ['rossi'], '((words LIKE words_pattern($1)))', ['rossi']],
    [
      'two, which must both be there',
      ['rossi  mario'],
      '((words LIKE words_pattern($1)) AND (words LIKE words_pattern($2)))',
      ['rossi', 'mario'],
    ],
    [
      'what is punctuated within, or as one',
      ["d'angelo"],
      '((words LIKE words_pattern($1) OR words LIKE words_pattern($2)))',
      ["d'angelo", 'dangelo'],
    ],
    [
      'any of the texts',
      ['1 2', '12'],
      '((words LIKE words_pattern($1)) AND (words LIKE words_pattern($2)) OR (words LIKE words_pattern($3)))',
      ['1', '2', '12'],
    ],
    [
      'punctuation beside words, which asks for nothing',
      ['rossi & figli'],
      '((words LIKE words_pattern($1)) AND (words LIKE words_pattern($2)))',
      ['rossi', 'figli'],
    ],
    ['nothing but punctuation, which finds nothing', ['% _'], 'false', []],
  ])('%s', (_, texts, condition, values) => {
    expect(bound(findsWords(sql`words`, texts))).toEqual({ text: condition, values });
  });
});
