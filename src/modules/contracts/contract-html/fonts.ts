import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fontFiles } from './font-files.js';

/** What a text is drawn with. */
export interface TextFonts {
  /** `@font-face` rules, the files inside. */
  faces: string;
  /** What `font-family` names. */
  stack: string;
  /** What no font draws, each letter with its marks, sorted. */
  missing: string[];
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** No mark is below U+0300: the words of a contract need no closer look. */
const ALONE = /^[\0-\u02ff]*$/;
const encoded = new Map<string, string>();

/**
 * The fonts that a text needs, and no others: a PDF then looks the same on a machine without fonts, and a contract in
 * Latin letters does not carry the Cyrillic ones. What a machine's own fonts might draw is missing all the same.
 */
export function fontsFor(text: string): TextFonts {
  const open = new Map(
    clustersOf(text)
      .map((cluster) => [cluster, glyphsFor(cluster)] as const)
      .filter(([, glyphs]) => glyphs.length > 0),
  );
  const faces: string[] = [];
  const families: string[] = [];
  for (const file of fontFiles(text)) {
    if (open.size === 0) break;
    const drawn = [...open].filter(([, glyphs]) => file.holds(glyphs)).map(([cluster]) => cluster);
    if (drawn.length === 0) continue;
    for (const cluster of drawn) open.delete(cluster);
    families.push(`'${file.name}'`);
    for (const [weight, path] of file.weights) faces.push(fontFace(file.name, weight, path, drawn.join('')));
  }
  return { faces: faces.join('\n'), stack: families.join(', '), missing: [...open.keys()].sort() };
}

/** Each letter of a text once, together with the marks on it. */
function clustersOf(text: string): string[] {
  const words = [...new Set(text.split(/[ \n]+/)), ' '];
  return [
    ...new Set(
      words.flatMap((word) =>
        ALONE.test(word) ? [...word] : Array.from(graphemes.segment(word), ({ segment }) => segment),
      ),
    ),
  ];
}

/** What of a letter with its marks takes a glyph: spaces all take the same, and what is invisible takes none. */
function glyphsFor(cluster: string): number[] {
  return codePoints(cluster.replace(/[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '').replace(/\p{Zs}/gu, ' '));
}

/** Named to draw these alone, so that the browser takes for each letter the file that was found for it. */
function fontFace(family: string, weight: string, path: string, characters: string): string {
  let data = encoded.get(path);
  if (data === undefined) {
    data = readFileSync(path, 'base64');
    encoded.set(path, data);
  }
  const range = [...new Set(codePoints(characters))].map((one) => `U+${one.toString(16)}`).join();
  const format = extname(path).slice(1);
  return (
    `@font-face{font-family:'${family}';font-style:normal;font-weight:${weight};` +
    `src:url(data:font/${format};base64,${data});unicode-range:${range}}`
  );
}

function codePoints(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0)!);
}
