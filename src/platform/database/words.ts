import { and, or, sql, type Sql } from './sql.js';

/** Not what folding takes away: tatweel, and letters that only modify others. */
const LETTER_OR_DIGIT = /(?![\u0640\u02b9-\u02ff])[\p{L}\p{N}]/u;
const PUNCTUATION = /[^\p{L}\p{N}\p{M}]+/gu;

/**
 * The condition under which a row is found: its words (of `name_words` and its like in PostgreSQL, with a blank before the first) have all
 * that one of the texts asks for, in any order. A word of one or two letters is the beginning of one. What is punctuated within, such as
 * an e-mail address, stands in one piece, with blanks or with nothing for the punctuation. PostgreSQL alone folds, what is asked as what is
 * stored. A text without a letter or digit finds nothing.
 * @param column an SQL expression
 */
export function findsWords(column: Sql, texts: readonly string[]): Sql {
  const found = (text: string) => sql`${column} LIKE words_pattern(${text})`;
  const ways = texts.map((text) => text.split(/\s+/).filter((word) => LETTER_OR_DIGIT.test(word)));
  const spelled = (word: string) => [...new Set([word, word.replace(PUNCTUATION, '')])];
  return or(
    ways.filter((words) => words.length > 0).map((words) => and(words.map((word) => or(spelled(word).map(found))))),
  );
}
