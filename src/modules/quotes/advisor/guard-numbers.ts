import { exact } from '../../../kernel/money.js';
import { INSTALMENTS, type ComparisonFacts } from './facts.js';
import { attributed } from './guard-attribution.js';
import { findExtreme } from './guard-extremes.js';
import { type Concept, type Figure, figuresOf, type Reading, type Unit } from './guard-figures.js';
import { findNumberWord, withDigits } from './guard-number-words.js';

const ALL_UNITS: readonly Unit[] = ['amount', 'percent', 'points', 'count'];

/**
 * The first number that the facts do not hold. In digits, it must be a figure of the facts, of the unit written
 * beside it, of the concept named right before it, and of a quote that its sentence is about. In words, only counts
 * up to the number of quotes and the twelve instalments are read; every other number word is refused.
 */
export function findForeignNumber(text: string, facts: ComparisonFacts, about: string | null): string | null {
  const figures = figuresOf(facts);
  const counts = [INSTALMENTS, ...facts.quotes.map((_, index) => index + 1)];
  for (const written of text.split(/(?<=[.!?;])\s+/)) {
    const word = findNumberWord(written, counts);
    if (word) return word;
    const sentence = withDigits(written);
    const readings = readNumbers(sentence, facts.quotes.length);
    const known = readings.map((reading) => figures.filter((figure) => fits(reading, figure)));
    const foreign = readings.find((_, index) => !known[index]!.some((figure) => concerns(figure, sentence, about)));
    if (foreign) return foreign.text;
    if (readings.length > 0 && !attributed(sentence, about, readings, known, facts.quotes.length))
      return readings[0]!.text;
    if (readings.length === 1 && !extremeIsTrue(sentence, known[0]!, figures)) return readings[0]!.text;
  }
  return null;
}

function fits(reading: Reading, figure: Figure): boolean {
  return (
    reading.values.includes(figure.value) &&
    reading.units.includes(figure.unit) &&
    (reading.concepts === null || reading.concepts.includes(figure.concept))
  );
}

/** Whether a sentence may use the figure: of the comparison, of the quote it is about, or of one that it names. */
function concerns(figure: Figure, sentence: string, about: string | null): boolean {
  if (figure.label === null || figure.label === about || sentence.includes(`{${figure.label}}`)) return true;
  return about === null && !/\{[A-Z]\}/.test(sentence);
}

/** "The lowest premium, 736.00 EUR": the one figure of the sentence must be that, if it is of that kind at all. */
function extremeIsTrue(sentence: string, known: Figure[], figures: Figure[]): boolean {
  const extreme = findExtreme(sentence);
  if (!extreme) return true;
  const concepts = extreme.of === '' ? known.map(({ concept }) => concept) : conceptsNamed(extreme.of);
  const said = known.find(({ concept, label }) => label !== null && concepts?.includes(concept));
  if (!said) return true;
  const all = figures
    .filter(({ concept, label }) => label !== null && concept === said.concept)
    .map(({ value }) => Number(value));
  return Number(said.value) === (extreme.isLeast ? Math.min(...all) : Math.max(...all));
}

/** Measures that no fact is given in; a ratio is of all claims, not of each. */
const ofEachClaim = /^%? (?:of (?:each|every|any|an?|the) (?:claim|loss|damage)|di ogni (?:sinistro|danno))\b/i;
const measures = /^[ -]?(?:mila|mln|years?|ann[io]|days?|giorn[io]|weeks?|settiman[ae]|hours?|or[ae]|times|volte|x)\b/i;

const number = /\d+(?:[.,]\d+|[ \u00A0\u202F'’]\d{3}(?!\d))*/g;

function readNumbers(sentence: string, quotes: number): Reading[] {
  return [...sentence.matchAll(number)].flatMap((match): Reading[] => {
    const before = sentence.slice(0, match.index);
    const after = sentence.slice(match.index + match[0].length);
    // The scale of a score, "80 out of 100", is no figure of its own.
    if (match[0] === '100' && /\d\s?(?:out of|of|su|\/)\s?$/i.test(before)) return [];
    const ordinal = /^(?:st|nd|rd|th)\b/.test(after);
    if (ordinal && Number(match[0]) <= quotes) return [];

    // Beside other letters it is part of a word.
    const glued = /[A-Za-zÀ-ÿ]$/.test(before) || /^[A-Za-zÀ-ÿ]/.test(after);
    const measured = measures.test(after) || ofEachClaim.test(after);
    const values = glued || measured ? [] : meanings(match[0]);
    return [
      {
        at: match.index,
        text: match[0],
        values,
        units: unitsBeside(before, after),
        concepts: conceptsBeside(before, after),
      },
    ];
  });
}

function meanings(text: string): string[] {
  const digits = text.replaceAll(/[ \u00A0\u202F'’]/g, '');
  const marks = digits.replaceAll(/\d/g, '');
  const last = marks.at(-1);
  if (!last) return [exact(digits).toString()];
  const asGroups = /^\d{1,3}([.,]\d{3})(?:\1|[.,]\d{3})*$/.test(digits) && new Set(marks).size === 1;
  const [whole, fraction] = [digits.slice(0, digits.lastIndexOf(last)), digits.slice(digits.lastIndexOf(last) + 1)];
  // The decimal mark stands once, behind groups of three that the other mark parts; no fact has three decimals.
  const asDecimal = !whole.includes(last) && /^\d+$|^\d{1,3}(?:[.,]\d{3})+$/.test(whole) && fraction.length <= 2;
  return [
    ...(asGroups ? [exact(digits.replaceAll(/[.,]/g, '')).toString()] : []),
    ...(asDecimal ? [exact(`${whole.replaceAll(/[.,]/g, '')}.${fraction}`).toString()] : []),
  ];
}

function unitsBeside(before: string, after: string): readonly Unit[] {
  if (/^\s?%/.test(after)) return ['percent'];
  if (/^\s?(?:€|eur\b|euros?\b)/i.test(after) || /(?:€|\beur|\beuro)\s?$/i.test(before)) return ['amount'];
  if (/^\s?(?:out of|su|\/)\s?100\b/i.test(after) || /^\s(?:points?|punti)\b/i.test(after)) return ['points'];
  return ALL_UNITS;
}

const conceptWords = (
  [
    [/annual premium|premio annuo|premio annuale|yearly premium/, ['annual']],
    [/monthly (?:premium|instalments?|payments?)|premio mensile|rat[ae] mensil[ei]/, ['monthly']],
    [/premiums?|premi[oi]?|price|prezzo|cost[sio]?|costa/, ['annual', 'monthly']],
    [/coverage|cover|copertura|massimale|limit|sum insured|somma assicurata/, ['coverage']],
    [/deductible|excess|franchigia/, ['deductible']],
    [/solvency|solvibilità/, ['solvency']],
    [/claims? settlement|settle[sd]?|claims|sinistri|liquidati|liquida/, ['claims']],
    [/flexibility|flessibilità/, ['flexibility']],
    [/service|servizio|assistenza/, ['service']],
  ] satisfies [RegExp, Concept[]][]
).map(([words, concepts]) => ({ words: new RegExp(`^(?:${words.source})$`), concepts }));

/** What may stand between a concept and its number. */
const filler = new Set(
  `of is at a an di del dello è pari ad up to fino da only just solo soltanto the la il un una ratio score rate maximum
  massimo massima indice punteggio eur euro with con about circa requested asked richiesta ( : , €`.split(/\s+/),
);

const period =
  /^\s?(?:€|eur\b|euros?\b)?\s?(?:(?:a|per|al|each|ogni)\s|all['’]|\/)?\s?(month|mese|mensil|year|anno\b|annu)/i;

/** "95.7% of claims", "250,000 EUR of coverage". */
const conceptBehind =
  /^\s?(?:%|€|eur\b|euros?\b|out of 100|su 100|\/100)?\s(?:of |di |dei |in )?(?:maximum |annual |payment |the )?([a-zà-ù]+)/;

/** What the words around a number say it is: "a premium of …", "… a month"; null when they say nothing. */
function conceptsBeside(before: string, after: string): readonly Concept[] | null {
  const perPeriod = period.exec(after)?.[1];
  if (perPeriod) return /^m/i.test(perPeriod) ? ['monthly', 'count'] : ['annual'];
  const behind = conceptBehind.exec(after.toLowerCase())?.[1];
  const said = behind === undefined ? undefined : conceptsNamed(behind);
  if (said) return said;
  const words = before.toLowerCase().match(/[a-zà-ù]+|[^a-zà-ù\s]/g) ?? [];
  while (filler.has(words.at(-1) ?? '')) words.pop();
  return conceptsNamed(words.slice(-2).join(' ')) ?? conceptsNamed(words.at(-1) ?? '') ?? null;
}

function conceptsNamed(words: string): readonly Concept[] | undefined {
  return conceptWords.find((concept) => concept.words.test(words))?.concepts;
}
