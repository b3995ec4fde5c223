/** Small counts by value; the article "un" is none, nor is the verb "sei". */
const small: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  uno: 1,
  una: 1,
  un: 1,
  due: 2,
  tre: 3,
  quattro: 4,
  cinque: 5,
  sei: 6,
  sette: 7,
  otto: 8,
  nove: 9,
  dieci: 10,
  undici: 11,
  dodici: 12,
};

const articles = ['one', 'uno', 'una', 'un', 'sei'];

/** Behind a number word, these make it a figure instead of a count. */
const measures = [
  'and a half',
  'e mezz[oa]',
  'euros?',
  'eur',
  'cents?',
  'centesimi',
  '%',
  'points?',
  'punti',
  'per',
  'years?',
  'ann[io]',
  'days?',
  'giorn[io]',
  'times',
  'volte',
  'hundred',
  'thousand',
  'million',
  'mila',
  'milion[ei]',
];
const measured = new RegExp(`^[ -](?:${measures.join('|')})(?![a-zà-ù])`, 'i');

const units = '(?:uno?|una|due|tr[eé]|quattro|cinque|sei|sette|otto|nove)';
const tens = '(?:venti|trenta|quaranta|cinquanta|sessanta|settanta|ottanta|novanta)';
const elided = '(?:vent|trent|quarant|cinquant|sessant|settant|ottant|novant)(?:uno?|otto)';
const teens = '(?:dieci|undici|dodici|tredici|quattordici|quindici|sedici|diciassette|diciotto|diciannove)';
const belowHundred = `(?:${teens}|${elided}|${tens}${units}?|${units})`;
const belowThousand = `(?:${units}?cento?${belowHundred}?|${belowHundred})`;
const italian = new RegExp(`^(?:mille${belowThousand}?|${belowThousand}mila${belowThousand}?|${belowThousand})$`);

const english = new RegExp(
  `^(?:${[
    '(?:thir|four|fif|six|seven|eigh|nine)teen',
    'twenty',
    'thirty',
    'forty',
    'fifty',
    'sixty',
    'seventy',
    'eighty',
    'ninety',
    'hundreds?',
    'thousands?',
    'millions?',
    'billions?',
  ].join('|')})$`,
);

/** Fractions and multiples say a figure that no fact holds. */
const relative = new RegExp(
  `^(?:${[
    'half',
    'halves',
    'halved?',
    'twice',
    'thrice',
    'doubl\\w*',
    'tripl\\w*',
    'trebl\\w*',
    'quadrupl\\w*',
    'dozens?',
    'tenth',
    'thirds',
    'quarters?',
    'metà',
    'doppi[oae]?',
    'raddoppi\\w*',
    'dimezz\\w*',
    'dozzin\\w*',
    'centinai\\w*',
    'migliai\\w*',
    'milion\\w*',
    'miliard\\w*',
    'terzi',
    'quarti',
    'decimo',
    'grand',
    'tenners?',
    'fivers?',
    '(?:dec|quindic|vent|trent|quarant|cinquant|sessant|settant|ottant|novant)in[ae]',
  ].join('|')})$`,
);

const oneInSome = `\\b(?:one|two|three|una?|uno|due|tre)(?: [a-z]+)? (?:in|out of|su|ogni) (?:${Object.keys(small).join('|')})\\b`;
const fractions = new RegExp(
  `\\b(?:a|one) (?:third|quarter|(?:fif|six|seven|eigh|nin|ten)th)\\b|\\bun (?:terzo|quarto|quinto|sesto|settimo|ottavo|nono|decimo)\\b|${oneInSome}`,
);

/** A number written out that is neither a count of quotes nor of instalments. */
export function findNumberWord(sentence: string, counts: readonly number[]): string | null {
  const text = withDigits(sentence).toLowerCase();
  const fraction = fractions.exec(text);
  if (fraction) return fraction[0];
  for (const match of text.matchAll(/[a-zà-ù]+/g)) {
    const [word] = match;
    const value = small[word];
    const figure = measured.test(text.slice(match.index + word.length));
    if (value !== undefined) {
      if (figure || (!articles.includes(word) && !counts.includes(value))) return word;
    } else if (english.test(word) || relative.test(word) || italian.test(word)) return word;
  }
  return null;
}

/** The sentence with what is said of percentages and of nothing in digits: "per cento" is `%`, "no deductible" 0. */
export function withDigits(sentence: string): string {
  return sentence
    .replaceAll(/\b(?:per ?cento|per ?cent|percentage points?|punti percentuali)(?![a-zà-ù])/gi, '%')
    .replaceAll(/\b(?:no|without(?: an?y?)?|zero|senza(?: alcuna)?|nessuna) (deductible|excess|franchigia)\b/gi, '$1 0')
    .replaceAll(/\bzero\b/gi, '0');
}
