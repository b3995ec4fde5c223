import { readFileSync } from 'node:fs';
import { Eta } from 'eta/core';
import { type ContractData } from './contract-data.js';
import { contractView } from './contract-view.js';
import { cssString, textOf, visibleText } from './escape.js';
import { fontsFor } from './fonts.js';
import { glyphMissing } from './glyph-missing.js';

const eta = new Eta({ autoEscape: true, escapeFunction: visibleText });
const body = eta.compile(asset('contract.eta'));
const document = eta.compile(asset('document.eta'));
const style = eta.compile(asset('style.eta'));
const logo = asset('logo.svg');

const PRINTABLE_ASCII = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 32 + index));

/**
 * The contract as one self-contained HTML document: fonts and logo are inside, it names no address and runs no
 * script. The same data gives the same text on every machine. Values are shown as they are, whatever they hold.
 * @throws glyph_missing where they hold what no font inside draws
 */
export function contractHtml(contract: ContractData): string {
  const view = contractView(contract);
  // Composed letters: a file holds "Ž", and not the caron that would be put on a "Z".
  const content = eta.render(body, { ...view, logo }).normalize('NFC');
  // The style sheet adds the page numbers, the document's id and what is here anyway.
  const { faces, stack, missing } = fontsFor(PRINTABLE_ASCII + textOf(content));
  if (missing.length > 0) throw glyphMissing(missing);
  const css = eta.render(style, { ...view, cssString, fontStack: stack });
  const html = eta.render(document, { ...view, content, css, fonts: faces });
  return html.normalize('NFC');
}

function asset(name: string): string {
  return readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
}
