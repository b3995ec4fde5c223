import { readFileSync } from 'node:fs';
import { Eta } from 'eta/core';
import { type ContractData } from './contract-data.js';
import { contractView } from './contract-view.js';
import { cssString, visibleText } from './escape.js';
import { FONT_STACK, fontFaces } from './fonts.js';

const eta = new Eta({ autoEscape: true, escapeFunction: visibleText });
const body = eta.compile(asset('contract.eta'));
const document = eta.compile(asset('document.eta'));
const style = eta.compile(asset('style.eta'));
const logo = asset('logo.svg');

/**
 * The contract as one self-contained HTML document: fonts and logo are inside, it names no address and runs no
 * script. The same data gives the same text on every machine. Values are shown as they are, whatever they hold.
 */
export function contractHtml(contract: ContractData): string {
  const view = contractView(contract);
  // Composed letters: a file holds "Ž", and not the caron that would be put on a "Z".
  const content = eta.render(body, { ...view, logo }).normalize('NFC');
  const css = eta.render(style, { ...view, cssString, fontStack: FONT_STACK });
  const html = eta.render(document, { ...view, content, css, fonts: fontFaces(content) });
  return html.normalize('NFC');
}

function asset(name: string): string {
  return readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
}
