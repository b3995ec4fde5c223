import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Fontsource packages in the order in which a character is looked for; another script is another line. */
const FAMILIES = [
  ['Noto Sans', '@fontsource/noto-sans'],
  ['Noto Emoji', '@fontsource/noto-emoji'],
  ['Noto Sans Arabic', '@fontsource/noto-sans-arabic'],
  ['Noto Sans SC', '@fontsource/noto-sans-sc'],
] as const;
const WEIGHTS = [400, 700];

interface Subset {
  family: string;
  file(weight: number): string;
  unicodeRange: string;
  ranges: [number, number][];
}

const SUBSETS = FAMILIES.map(([family, name]) => subsetsOf(family, name));
const encoded = new Map<string, string>();

/** What `font-family` names. The generic family at its end draws what no file covers, if the system can. */
export const FONT_STACK = [...FAMILIES.map(([family]) => `'${family}'`), 'sans-serif'].join(', ');

/**
 * `@font-face` rules, files inline, of the subsets that this text needs: a PDF then looks the same on a machine
 * without fonts, and a contract in Latin letters does not carry the Cyrillic ones.
 */
export function fontFaces(text: string): string {
  const needed = new Set<Subset>();
  for (const character of new Set(text)) {
    const subset = subsetFor(character.codePointAt(0)!);
    if (subset) needed.add(subset);
  }
  return SUBSETS.flat()
    .filter((subset) => needed.has(subset))
    .flatMap((subset) => WEIGHTS.map((weight) => fontFace(subset, weight)))
    .join('\n');
}

/** Of overlapping subsets a browser takes the last one declared, so this does too. */
function subsetFor(codePoint: number): Subset | undefined {
  for (const subsets of SUBSETS) {
    const found = subsets.findLast(({ ranges }) => ranges.some(([from, to]) => codePoint >= from && codePoint <= to));
    if (found) return found;
  }
  return undefined;
}

function fontFace(subset: Subset, weight: number): string {
  const path = subset.file(weight);
  let data = encoded.get(path);
  if (data === undefined) {
    data = readFileSync(path, 'base64');
    encoded.set(path, data);
  }
  return (
    `@font-face{font-family:'${subset.family}';font-style:normal;font-weight:${weight};` +
    `src:url(data:font/woff2;base64,${data}) format('woff2');unicode-range:${subset.unicodeRange}}`
  );
}

function subsetsOf(family: string, name: string): Subset[] {
  const unicode = require.resolve(`${name}/unicode.json`);
  const ranges = JSON.parse(readFileSync(unicode, 'utf8')) as Record<string, string>;
  const prefix = join(dirname(unicode), 'files', name.replace('@fontsource/', ''));
  return Object.entries(ranges).map(([subset, unicodeRange]) => ({
    family,
    // A subset without a name is a number in brackets, and has none in its file's name.
    file: (weight) => `${prefix}-${subset.replace(/[[\]]/g, '')}-${weight}-normal.woff2`,
    unicodeRange,
    ranges: unicodeRange.split(',').map(parseRange),
  }));
}

/** `U+0100-02BA` or `U+20AC`. */
function parseRange(range: string): [number, number] {
  const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-');
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}
