import { type Figure, type Reading } from './guard-figures.js';

/**
 * Whether figures stand beside the quotes they belong to, where this can be told: as many figures as quotes in a
 * sentence pair up in order. A quote that the text is about, but does not name, takes the figure that is left.
 */
export function attributed(
  sentence: string,
  about: string | null,
  readings: Reading[],
  known: Figure[][],
  quotes: number,
): boolean {
  const mentions = [...sentence.matchAll(/\{([A-Z])\}/g)].map((match) => ({ at: match.index, label: match[1]! }));
  const pairs = (labels: string[]) =>
    labels.every((label, index) => known[index]!.some((figure) => figure.label === label || figure.label === null));
  if (mentions.length >= 2 && readings.length === mentions.length) return pairs(mentions.map(({ label }) => label));

  const [reading] = readings;
  if (readings.length === 1 && mentions.length === 0 && about === null && everyQuote.test(sentence)) {
    const labels = new Set(known[0]!.map((figure) => figure.label));
    return labels.has(null) || labels.size === quotes;
  }
  if (readings.length === 1 && mentions.length > 0) return sharedFairly(sentence, about, reading!, known[0]!);

  const [mention] = mentions;
  if (mentions.length !== 1 || readings.length !== 2 || about === null || mention!.label === about) return true;
  if (mention!.at > readings[1]!.at) return pairs([about, mention!.label]);
  if (mention!.at < readings[0]!.at) return pairs([mention!.label, about]);
  return pairs([about, mention!.label]) || pairs([mention!.label, about]);
}

/** What is said of each quote or of none, so that a figure must be every quote's. */
const everyQuote =
  /\b(?:all|every|each|both|no|none|neither|any|tutt[ie]|ogni|entramb[ie]|nessun[oa]?|ciascun[oa]?|qualsiasi)\b/i;

/** Quotes named in one breath, right before a figure. */
const joined = /\{[A-Z]\}(?:,? (?:\{[A-Z]\}|and|e|ed|both|sia|che|as well as|or|o|nor|né) ?)*\{[A-Z]\}[^{]*$/;

/** What follows is the quote that the figure was compared with. */
const thanOther =
  /\b(?:than|below|above|under|over|cheaper|dearer|against|before|di meno di|meno di|più di|inferiore a|superiore a|sotto|sopra|rispetto a)\b[^{]*$/i;

/** One figure and the quotes named around it: quotes joined before it share it, one that it is compared with has another. */
function sharedFairly(sentence: string, about: string | null, { at, text }: Reading, known: Figure[]): boolean {
  const owners = new Set(known.map(({ label }) => label));
  if (owners.has(null)) return true;
  const group = joined.exec(sentence.slice(0, at));
  if (group) return [...group[0].matchAll(/\{([A-Z])\}/g)].every(([, label]) => owners.has(label!));
  const after = sentence.slice(at + text.length);
  const next = /\{([A-Z])\}/.exec(after);
  if (!next || sentence.slice(0, at).includes('{')) return true;
  const between = after.slice(0, next.index);
  if (/\b(?:by|da|belongs? to|appartiene a|spetta a)\s$/i.test(between)) return owners.has(next[1]!);
  return owners.has(about) || !thanOther.test(between);
}
