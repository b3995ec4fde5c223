import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { allTables, nameOf } from '../../src/platform/database/table.js';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** The tables that the migrations make. */
const migrated = globSync('migrations/*.ts', { cwd: root }).flatMap((file) =>
  [...read(file).matchAll(/CREATE TABLE (\w+)/g)].map(([, name]) => name!),
);

/** Which of the tables a program's text names in SQL of its own, where their value should stand; comments may. */
function namedAsText(source: string, tables: readonly string[]): string[] {
  const named = new RegExp(`\\b(?:FROM|JOIN|INTO|UPDATE)\\s+(?:ONLY\\s+)?"?(${tables.join('|')})\\b`, 'gi');
  return textsIn(source).flatMap((text) => [...text.matchAll(named)].map(([, name]) => name!));
}

/** Every string and every piece of a template. */
function textsIn(source: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('any.ts', source, ts.ScriptTarget.Latest));
  return texts;
}

beforeAll(async () => {
  for (const file of globSync('src/**/*.table.ts', { cwd: root })) await import(path.join(root, file));
});

/** Who reads or writes which table can be seen by who imports its value. */
describe('a table', () => {
  it('of the migrated database has its value', () => {
    expect(allTables().map(nameOf).sort()).toEqual([...migrated].sort());
  });

  it('is named in SQL through its value alone', () => {
    const files = globSync('src/**/*.ts', { cwd: root, exclude: ['**/*.spec.ts'] });
    expect(files.length).toBeGreaterThan(300);
    const found = files.flatMap((file) => namedAsText(read(file), migrated).map((name) => `${file}: ${name}`));
    expect(found).toEqual([]);
  });

  it.each([
    ['a statement', 'sql`SELECT 1 FROM quote`', ['quote']],
    ['a plain text', `const text = 'UPDATE policy SET status = 1';`, ['policy']],
    ['lower case', '`select 1 from quote`', ['quote']],
    ['a join behind a value', 'sql`SELECT 1 FROM ${QUOTE} JOIN policy ON true`', ['policy']],
    ['a line of its own', 'sql`DELETE FROM\n  event_store`', ['event_store']],
    ['an insert', 'sql`INSERT INTO "mail" (status) VALUES (1)`', ['mail']],
    ['a statement within another', 'sql`SELECT ${sql`(SELECT 1 FROM prospect)`}`', ['prospect']],
  ])('is found where it is named as text: %s', (_, source, names) => {
    expect(namedAsText(source, migrated)).toEqual(names);
  });

  it.each([
    ['its value', 'sql`SELECT ${QUOTE.id} FROM ${QUOTE}`'],
    ['a comment', '// DELETE FROM quote\nconst nothing = 1;'],
    ['a part of another name', 'sql`SELECT 1 FROM quote_of_somebody`'],
    ['a name that a statement gives itself', 'sql`WITH due AS (SELECT 1) SELECT 1 FROM due`'],
  ])('is not, where it is %s', (_, source) => {
    expect(namedAsText(source, migrated)).toEqual([]);
  });
});
