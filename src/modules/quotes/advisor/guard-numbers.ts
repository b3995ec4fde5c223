import { exact } from '../../../kernel/money.js';
import { INSTALMENTS, type ComparisonFacts } from './facts.js';
import { findNumberWord, withDigits } from './guard-number-words.js';

type Unit = 'amount' | 'percent' | 'points' | 'count';
type Concept =
  | 'annual' | 'monthly' | 'coverage' | 'deductible' | 'claims' | 'solvency' | 'flexibility' | 'service' | 'count';

/** A figure that a text may repeat; of a quote, or (label null) of the whole comparison. */
interface Figure {
  value: string;
  unit: Unit;
  concept: Concept;
  label: string | null;
}

/** A number as read in a text. */
interface Reading {
  at: number;
  text: string;
  /** What it can mean: `1.201` is one thing in English and another in Italian. Empty: nothing acceptable. */
  values: string[];
  units: readonly Unit[];
  concepts: readonly Concept[] | null;
}

const ALL_UNITS: readonly Unit[] = ['amount', 'percent', 'points', 'count'];

/**
 * The first number that the facts do not hold. In digits, it must be a figure of the facts, of the unit written
 * beside it, of the concept named right before it, and of a quote that its sentence is about. In words, only counts
 * up to the number of quotes and the twelve instalments are read; every other number word is refused.
 */
export function findForeignNumber(text: string, facts: ComparisonFacts, about: string | null): string | null {
  const figures = figuresOf(facts);
  const counts = [INSTALMENTS, ...facts.quotes.map((_, index) => index + 1)];
  for (const sentence of text.split(/(?<=[.!?;])\s+/)) {
    const word = findNumberWord(sentence, counts);
    if (word) return word;
    const readings = readNumbers(withDigits(sentence), facts.quotes.length);
    const known = readings.map((reading) => figures.filter((figure) => fits(reading, figure)));
    const foreign = readings.find((_, index) =>
      !known[index]!.some((figure) => concerns(figure, sentence, about)));
    if (foreign) return foreign.text;
    if (readings.length > 0 && !attributed(sentence, about, readings, known)) return readings[0]!.text;
  }
  return null;
}

function figuresOf(facts: ComparisonFacts): Figure[] {
  const figure = (label: string | null, concept: Concept, unit: Unit, value: string | number): Figure =>
    ({ label, concept, unit, value: exact(value).toString() });
  return [
    figure(null, 'coverage', 'amount', facts.coverageAmount),
    figure(null, 'count', 'count', INSTALMENTS),
    figure(null, 'count', 'count', facts.quotes.length),
    ...facts.quotes.flatMap((quote) => [
      figure(quote.label, 'annual', 'amount', quote.annualPremium),
      figure(quote.label, 'monthly', 'amount', quote.monthlyPremium),
      figure(quote.label, 'coverage', 'amount', quote.coverageMax),
      figure(quote.label, 'deductible', 'amount', quote.deductible ?? 0),
      figure(quote.label, 'claims', 'percent', quote.claimSettlementRatio),
      figure(quote.label, 'solvency', 'percent', quote.solvencyRatio),
      figure(quote.label, 'flexibility', 'points', quote.paymentFlexibility),
      figure(quote.label, 'service', 'points', quote.service),
    ]),
  ];
}

function fits(reading: Reading, figure: Figure): boolean {
  return reading.values.includes(figure.value)
    && reading.units.includes(figure.unit)
    && (reading.concepts === null || reading.concepts.includes(figure.concept));
}

/** Whether a sentence may use the figure: of the comparison, of the quote it is about, or of one that it names. */
function concerns(figure: Figure, sentence: string, about: string | null): boolean {
  if (figure.label === null || figure.label === about || sentence.includes(`{${figure.label}}`)) return true;
  return about === null && !/\{[A-Z]\}/.test(sentence);
}

/**
 * Whether figures stand beside the quotes they belong to, where this can be told: as many figures as quotes in a
 * sentence pair up in order. A quote that the text is about, but does not name, takes the figure that is left.
 */
function attributed(sentence: string, about: string | null, readings: Reading[], known: Figure[][]): boolean {
  const mentions = [...sentence.matchAll(/\{([A-Z])\}/g)].map((match) => ({ at: match.index, label: match[1]! }));
  const pairs = (labels: string[]) =>
    labels.every((label, index) => known[index]!.some((figure) => figure.label === label || figure.label === null));
  if (mentions.length >= 2 && readings.length === mentions.length) return pairs(mentions.map(({ label }) => label));

  const [mention] = mentions;
  if (mentions.length !== 1 || readings.length !== 2 || about === null || mention!.label === about) return true;
  if (mention!.at > readings[1]!.at) return pairs([about, mention!.label]);
  if (mention!.at < readings[0]!.at) return pairs([mention!.label, about]);
  return pairs([about, mention!.label]) || pairs([mention!.label, about]);
}

/** Measures that no fact is given in. */
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
    const measured = measures.test(after);
    const values = glued || measured ? [] : meanings(match[0]);
    return [{
      at: match.index,
      text: match[0],
      values,
      units: unitsBeside(before, after),
      concepts: conceptsBeside(before, after),
    }];
  });
}

function meanings(text: string): string[] {
  const digits = text.replaceAll(/[ \u00A0\u202F'’]/g, '');
  const marks = digits.replaceAll(/\d/g, '');
  const last = marks.at(-1);
  if (!last) return [exact(digits).toString()];
  const asGroups = /^\d{1,3}([.,]\d{3})(?:\1|[.,]\d{3})*$/.test(digits) && new Set(marks).size === 1;
  const [whole, fraction] = [digits.slice(0, digits.lastIndexOf(last)), digits.slice(digits.lastIndexOf(last) + 1)];
  // The decimal mark stands once, behind groups of three that the other mark parts.
  const asDecimal = !whole.includes(last) && /^\d+$|^\d{1,3}(?:[.,]\d{3})+$/.test(whole);
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

const conceptWords = ([
  [/annual premium|premio annuo|premio annuale|yearly premium/, ['annual']],
  [/monthly (?:premium|instalments?|payments?)|premio mensile|rat[ae] mensil[ei]/, ['monthly']],
  [/premiums?|premi[oi]?|price|prezzo|cost[sio]?|costa/, ['annual', 'monthly']],
  [/coverage|cover|copertura|massimale|limit/, ['coverage']],
  [/deductible|excess|franchigia/, ['deductible']],
  [/solvency|solvibilità/, ['solvency']],
  [/claims? settlement|settle[sd]?|claims|sinistri|liquidati|liquida/, ['claims']],
  [/flexibility|flessibilità/, ['flexibility']],
  [/service|servizio|assistenza/, ['service']],
] satisfies [RegExp, Concept[]][]).map(([words, concepts]) => (
  { words: new RegExp(`^(?:${words.source})$`), concepts }
));

/** What may stand between a concept and its number. */
const filler = new Set(
  `of is at a an di del dello è pari ad up to fino da only just solo soltanto the la il un una ratio score rate maximum
  massimo massima indice punteggio eur euro with con about circa requested asked richiesta ( : , €`.split(/\s+/),
);

const period =
  /^\s?(?:€|eur\b|euros?\b)?\s?(?:(?:a|per|al|each|ogni)\s|all['’]|\/)?\s?(month|mese|mensil|year|anno\b|annu)/i;

/** What the words around a number say it is: "a premium of …", "… a month"; null when they say nothing. */
function conceptsBeside(before: string, after: string): readonly Concept[] | null {
  const perPeriod = period.exec(after)?.[1];
  if (perPeriod) return /^m/i.test(perPeriod) ? ['monthly', 'count'] : ['annual'];
  const words = before.toLowerCase().match(/[a-zà-ù]+|[^a-zà-ù\s]/g) ?? [];
  while (filler.has(words.at(-1) ?? '')) words.pop();
  const named = (text: string) => conceptWords.find((concept) => concept.words.test(text))?.concepts;
  return named(words.slice(-2).join(' ')) ?? named(words.at(-1) ?? '') ?? null;
}
