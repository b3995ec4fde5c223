import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

/** What knows the business by nothing but its values, and could serve another one as it stands. */
const BELOW_THE_MODULES = ['src/kernel', 'src/platform', 'src/queues'];

/** What only this business has: whole words, and beginnings of words. */
const WORDS =
  /^((quote|contract)s?$|prospect|polic(y|ies)|premium|commission|clawback|broker|affiliate|insur|underwrit|payout|instalment|eligib|coverage|tariff|beneficiar)/i;

/** The same letters in another sense: by what stands around them. */
const OTHERWISE = [
  // The product's own name, in addresses and names of folders too.
  /insurance[- ]crm/gi,
  // Of HTTP and of PostgreSQL.
  /contentSecurityPolicy/g,
  /quote_ident/g,
  // Of JSON.
  /A quote, bracket or comma/g,
];

/** The business words in a file's names and texts; its comments may take an example from wherever it is clearest. */
function businessWords(file: string, text: string): string[] {
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isLiteralExpression(node) || isTemplatePart(node))
      found.push(...wordsOf(node.text));
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found.map((word) => `${file}: ${word}`);
}

const isTemplatePart = (node: ts.Node): node is ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail =>
  ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);

function wordsOf(text: string): string[] {
  const plain = OTHERWISE.reduce((rest, sense) => rest.replace(sense, ''), text);
  return plain.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).filter((word) => WORDS.test(word));
}

const files = BELOW_THE_MODULES.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
);
// A test tries what it tests on whatever is at hand.
const sources = files.filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));

describe('what lies below the modules', () => {
  it('has no word of the business in a name or a text', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap((file) => businessWords(file, readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('has none in the names and contents of its other files', () => {
    const others = files.filter((name) => /\.(json|eta|txt)$/.test(name));
    expect(files.flatMap((name) => wordsOf(name.slice('src/'.length)))).toEqual([]);
    expect(others.flatMap((name) => wordsOf(readFileSync(name, 'utf8')))).toEqual([]);
  });

  it.each([
    ['a name', 'export const openQuotes = 1;'],
    ['a property', 'export const row = { policy_id: 1 };'],
    ['a text', "throw new Error('No such prospect.');"],
    ['a path', 'const KEYLESS = /^\\/api\\/v1\\/contracts\\/verify/;'],
    ['SQL', 'const text = `SELECT ${columns} FROM commission WHERE ${rest}`;'],
    ['a type', 'type Kinds = Record<string, BrokerState>;'],
  ])('finds a planted one in %s', (_, text) => {
    expect(businessWords('planted.ts', text)).toHaveLength(1);
  });

  it('leaves the same letters in another sense alone', () => {
    const text =
      "const quoted = ['Insurance CRM', 'insurance-crm-profile', quote_ident(contractor), contentSecurityPolicy];";
    expect(businessWords('sound.ts', text)).toEqual([]);
  });
});
