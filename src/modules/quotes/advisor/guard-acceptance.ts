import { type RiskCategory } from '../../catalogue/index.js';
import { type ComparisonFacts } from './facts.js';

const accepting = /\b(?:accept|accett|open to|aperto a|insures?\b|assicura\b)/i;
const everyRisk = /\b(?:every|all|any) risks?\b|\b(?:ogni|qualsiasi) (?:categoria di )?rischio\b|\btutti i rischi\b/i;
const named: [RegExp, RiskCategory][] = [
  [/\bhigh(?:er)?[- ]risks?\b|\brisch\w+ (?:più )?alt[oi]\b/i, 'high'],
  [/\bmedium[- ]risks?\b|\brischi\w* medi[oi]?\b/i, 'medium'],
];

/** Denied, conditional, or said of some of the quotes named and not of the others. */
const hedged =
  /\b(?:not|nor|neither|non|né|no|nessun\w*|none|only|solo|soltanto|unlike|while|mentre|whereas|differenza|if|se|would|other|altr[ieo])\b|n['’]t\b/i;

/** A plain statement that a quote's provider accepts a risk which the facts say it does not. */
export function findFalseAcceptance(text: string, facts: ComparisonFacts, about: string | null): string | null {
  for (const sentence of text.split(/(?<=[.!?;])\s+/)) {
    const accepts = accepting.exec(sentence);
    if (!accepts || hedged.test(sentence)) continue;
    const claimed = everyRisk.test(sentence)
      ? (['low', 'medium', 'high'] as const)
      : named.flatMap(([words, risk]) => (words.test(sentence) ? [risk] : []));
    const mentioned = [...sentence.matchAll(/\{([A-Z])\}/g)].map(([, label]) => label!);
    const subjects = mentioned.length > 0 ? mentioned : about === null ? [] : [about];
    const quotes = facts.quotes.filter(({ label }) => subjects.includes(label));
    if (quotes.some(({ acceptedRiskCategories }) => claimed.some((risk) => !acceptedRiskCategories.includes(risk))))
      return accepts[0];
  }
  return null;
}
