/** What a sentence calls the least or the most of. */
export interface Extreme {
  isLeast: boolean;
  /** The words that it is said of, "annual premium"; empty where it is said of the figure beside it. */
  of: string;
}

const least = 'lowest|smallest|cheapest|least expensive|più (?:bass[oa]|economic[oa]|convenient[ei])|meno car[oa]';
const most = 'highest|largest|dearest|most expensive|più (?:alt[oa]|car[oa])';
const extreme = new RegExp(`\\b(?:(${least})|(?:${most}))(?![a-zà-ù])`, 'gi');

/** A denial, a place that is not the first, or a comparison with some of the quotes alone. */
const hedged = /\b(?:second[oa]?|third|fourth|terz[oa]|quart[oa]|not|nor|neither|non|né|than|di quell[oa]|rispetto)\b/i;

const behind = /^\s((?:(?:annual|monthly|yearly|maximum|payment|claims?)\s)?[a-z]+)/i;
const before = /([a-zà-ù]+(?:\s(?:annuo|annuale|mensile|massimo))?)(?:\s(?:è|di tutti))?(?:\s(?:il|la))?\s$/i;
const ofAll = /^\s?(?:$|[,.;:)]|of (?:all|the)|among|here|dei|delle|del|tra|fra)/i;

/**
 * The one extreme that a sentence claims: "the lowest premium", "il massimale più alto". Null where there is none,
 * where there are several, or where it is hedged: then nothing can be said for certain.
 */
export function findExtreme(sentence: string): Extreme | null {
  const [found, ...others] = sentence.matchAll(extreme);
  if (!found || others.length > 0 || hedged.test(sentence)) return null;
  const [words, isLeast] = found;
  const isOfPrice = /^(?:cheapest|least|dearest|most|più [ec]|meno)/i.test(words);
  if (isOfPrice) return { isLeast: Boolean(isLeast), of: 'premium' };
  const rest = sentence.slice(found.index + words.length);
  if (ofAll.test(rest) && !words.startsWith('più')) return { isLeast: Boolean(isLeast), of: '' };
  const said = (words.startsWith('più') ? before.exec(sentence.slice(0, found.index)) : behind.exec(rest))?.[1];
  return said === undefined ? null : { isLeast: Boolean(isLeast), of: said.toLowerCase() };
}
