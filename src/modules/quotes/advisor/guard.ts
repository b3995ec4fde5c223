import { insuranceWords } from '../../catalogue/index.js';
import { type AdviceAnswer, textsOf } from './answer.js';
import { type ComparisonFacts } from './facts.js';
import { findFalseAcceptance } from './guard-acceptance.js';
import { findForeignNumber } from './guard-numbers.js';
import { findForbiddenCharacter, findForbiddenTopic, findLink, findWrongLabel, nameFinder } from './guard-words.js';

export interface GuardRefusal {
  /** What the answer broke; `guard_<code>` is the reason that is stored. */
  code: 'ranking' | 'score' | 'characters' | 'label' | 'link' | 'number' | 'name' | 'topic' | 'risk';
  /** The words that broke it, for the log; null where the ranking itself is at fault. */
  found: string | null;
}

/**
 * Whether a model's answer may be shown: its ranking is an exact permutation of the labels, best first, and its
 * texts hold nothing but the facts. It judges form, figures, accepted risks and names, not opinions: that a service is "reliable" is
 * for the model to say, and a company made up in lower case would pass for a word. Whatever cannot be read with
 * certainty is refused, since the rules' answer is always at hand.
 *
 * `names` are the companies known to the catalogue, quoted or not; none may be named, for the facts name none.
 */
export function checkAdvice(
  answer: AdviceAnswer,
  facts: ComparisonFacts,
  names: readonly string[],
): GuardRefusal | null {
  return checkRanking(answer, facts) ?? checkTexts(answer, facts, names);
}

function checkRanking(answer: AdviceAnswer, facts: ComparisonFacts): GuardRefusal | null {
  const given = answer.ranking
    .map((quote) => quote.label)
    .sort()
    .join();
  const expected = facts.quotes
    .map((quote) => quote.label)
    .sort()
    .join();
  if (given !== expected) return { code: 'ranking', found: null };

  const scores = answer.ranking.map((quote) => quote.score);
  const inRange = scores.every((score) => score >= 0 && score <= 100);
  const bestFirst = scores.every((score, index) => index === 0 || score <= scores[index - 1]!);
  return inRange && bestFirst ? null : { code: 'score', found: scores.join(' ') };
}

function checkTexts(answer: AdviceAnswer, facts: ComparisonFacts, names: readonly string[]): GuardRefusal | null {
  const labels = facts.quotes.map((quote) => quote.label);
  // The insurance's own name may have a word in it that is no topic otherwise.
  const ownName = new RegExp(
    Object.values(insuranceWords)
      .map((words) => words[facts.insuranceType])
      .join('|'),
    'gi',
  );
  const findForeignName = nameFinder(names);
  for (const { about, text } of textsOf(answer)) {
    const checks: [GuardRefusal['code'], string | null][] = [
      // First of all, so that the other checks read plain letters and digits only.
      ['characters', findForbiddenCharacter(text)],
      ['label', findWrongLabel(text, labels)],
      ['link', findLink(text)],
      ['topic', findForbiddenTopic(text.replaceAll(ownName, ''))],
      ['name', findForeignName(text)],
      ['number', findForeignNumber(text, facts, about)],
      ['risk', findFalseAcceptance(text, facts, about)],
    ];
    const broken = checks.find(([, found]) => found !== null);
    if (broken) return { code: broken[0], found: broken[1] };
  }
  return null;
}
