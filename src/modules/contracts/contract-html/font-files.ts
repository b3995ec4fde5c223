import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Fontkit from 'fontkit';

const require = createRequire(import.meta.url);

/** A font as a file for each weight, and the characters that it can draw. */
export interface FontFile {
  /** Its name in a style sheet. */
  name: string;
  /** Whether it draws all of these, beside each other or on top of each other. */
  holds(codePoints: readonly number[]): boolean;
  /** Its files, by the weights that each is for: `400`, or `100 900` where one file is for all. */
  weights: Map<string, string>;
}

/** Fontsource packages in the order in which a character is looked for: the scripts in which people's papers are issued. */
const SCRIPTS = [
  'noto-sans-arabic',
  'noto-sans-hebrew',
  'noto-sans-armenian',
  'noto-sans-georgian',
  'noto-sans-devanagari',
  'noto-sans-bengali',
  'noto-sans-gurmukhi',
  'noto-sans-gujarati',
  'noto-sans-oriya',
  'noto-sans-tamil',
  'noto-sans-telugu',
  'noto-sans-kannada',
  'noto-sans-malayalam',
  'noto-sans-sinhala',
  'noto-sans-ol-chiki',
  'noto-sans-meetei-mayek',
  'noto-sans-thaana',
  'noto-sans-thai',
  'noto-sans-lao',
  'noto-sans-khmer',
  'noto-sans-myanmar',
  'noto-serif-tibetan',
  'noto-sans-mongolian',
  'noto-sans-yi',
  'noto-sans-ethiopic',
  'noto-sans-tifinagh',
  'noto-sans-nko',
  'noto-sans-adlam',
  'noto-sans-syriac',
  'noto-sans-cherokee',
  'noto-sans-canadian-aboriginal',
];
/** Of Han characters, which these languages write differently, and of their other letters. */
const HAN = [
  { script: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, font: 'noto-sans-jp' },
  { script: /\p{Script=Hangul}/u, font: 'noto-sans-kr' },
  { script: /\p{Script=Bopomofo}/u, font: 'noto-sans-tc' },
  { script: /\p{Script=Han}/u, font: 'noto-sans-sc' },
];
const SYMBOLS = ['noto-sans-symbols', 'noto-sans-symbols-2', 'noto-sans-math'];
const WEIGHTS = ['400', '700'];

const known = new Map<string, FontFile[]>();

/**
 * The fonts in the order in which a text's characters are looked for. Whoever writes Han characters among kana, Hangul
 * or Bopomofo gets them as they are written there, everybody else as in China.
 */
export function* fontFiles(text: string): Generator<FontFile> {
  yield* subsets('@fontsource/noto-sans');
  yield* whole();
  for (const name of ['noto-emoji', ...SCRIPTS]) yield* subsets(`@fontsource/${name}`);
  const written = HAN.filter(({ script }) => script.test(text));
  for (const { font } of new Set([...written, ...HAN.toReversed()])) yield* subsets(`@fontsource-variable/${font}`);
  for (const name of SYMBOLS) yield* subsets(`@fontsource/${name}`);
}

/**
 * Latin, Greek and Cyrillic with all their marks in one file, for a letter and a mark that no subset has together
 * (`g̃`, `o͘`): a browser does not put the one of this file on the other of that.
 */
function whole(): FontFile[] {
  return once('whole', () => {
    const folder = dirname(require.resolve('@expo-google-fonts/noto-sans/package.json'));
    const path = (weight: string, style: string) => join(folder, `${weight}${style}`, `NotoSans_${weight}${style}.ttf`);
    return [
      fontFile(
        'Noto Sans',
        new Map([
          ['400', path('400', 'Regular')],
          ['700', path('700', 'Bold')],
        ]),
      ),
    ];
  });
}

/** The files into which a package cuts its font. */
function subsets(name: string): FontFile[] {
  return once(name, () => {
    const unicode = require.resolve(`${name}/unicode.json`);
    const ranges = Object.entries(JSON.parse(readFileSync(unicode, 'utf8')) as Record<string, string>);
    const font = name.slice(name.indexOf('/') + 1);
    return ranges.map(([subset, range]) => {
      // A subset without a name is a number in brackets, and has none in its file's name.
      const part = `${font}-${subset.replace(/[[\]]/g, '')}`;
      const path = (weight: string) => join(dirname(unicode), 'files', `${part}-${weight}-normal.woff2`);
      const all = path('wght');
      const weights = existsSync(all)
        ? [['100 900', all] as const]
        : WEIGHTS.map((weight) => [weight, path(weight)] as const).filter(([, file]) => existsSync(file));
      // A package of one file says of it that it is Latin, whatever else is in it.
      return fontFile(part, new Map(weights), ranges.length > 1 ? range.split(',').map(parseRange) : undefined);
    });
  });
}

/**
 * A range is what the file was cut for; what is in it, its own table tells: `symbols` of one font holds another part of
 * that range than `symbols` of the next. Without a range the table is asked at once.
 */
function fontFile(name: string, weights: Map<string, string>, ranges?: [number, number][]): FontFile {
  let glyphs: Set<number> | undefined;
  const [path] = weights.values();
  return {
    name,
    weights,
    holds: (codePoints) => {
      if (ranges && !codePoints.every((one) => ranges.some(([from, to]) => one >= from && one <= to))) return false;
      glyphs ??= glyphsOf(path!);
      return codePoints.every((one) => glyphs!.has(one));
    },
  };
}

/** The code points that a font has a glyph for. */
function glyphsOf(path: string): Set<number> {
  // Loaded when the first document is printed: it takes longer than all the rest of this module.
  const { openSync } = require('fontkit') as typeof Fontkit;
  return new Set((openSync(path) as Fontkit.Font).characterSet);
}

/** `U+0100-02BA` or `U+20AC`. */
function parseRange(range: string): [number, number] {
  const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-');
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}

function once(name: string, make: () => FontFile[]): FontFile[] {
  const files = known.get(name) ?? make();
  known.set(name, files);
  return files;
}
