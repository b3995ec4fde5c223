import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type AdviceAnswer } from './answer.js';
import { type ComparisonFacts, type Language } from './facts.js';
import { checkAdvice } from './guard.js';
import { answerByRules } from './rules.js';

interface CorpusText {
  id: string;
  language: Language;
  comparison: 'life' | 'auto';
  about: string;
  trick?: string;
  pros: string[];
  cons?: string[];
  reasoning: string;
  overall?: string;
}

const names = ['Generali', 'UnipolSai', 'Allianz', 'AXA'];
const facts = corpus<Record<'life' | 'auto', ComparisonFacts>>('facts');

function corpus<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`./guard-corpus/${file}.json`, import.meta.url), 'utf8')) as T;
}

/** A whole answer in which one quote and the overall reasoning are worded by the corpus. */
function answerWith({ language, comparison, about, pros, cons, reasoning, overall }: CorpusText): AdviceAnswer {
  const answer = answerByRules(facts[comparison], language);
  const quote = answer.ranking.find(({ label }) => label === about)!;
  Object.assign(quote, { pros, reasoning }, cons && { cons });
  return overall === undefined ? answer : { ...answer, reasoning: overall };
}

const refusalOf = (text: CorpusText) => checkAdvice(answerWith(text), facts[text.comparison], names);

describe('the guard on its corpus', () => {
  const honest = corpus<CorpusText[]>('honest');
  const poisoned = corpus<CorpusText[]>('poisoned');

  it('has sixty honest and sixty poisoned texts, half of each in Italian', () => {
    for (const texts of [honest, poisoned]) {
      expect(texts).toHaveLength(60);
      expect(texts.filter(({ language }) => language === 'it')).toHaveLength(30);
    }
  });

  it.each(poisoned)('refuses $id: $trick', (text) => {
    expect(refusalOf(text)).not.toBeNull();
  });

  it('refuses at most two honest texts', () => {
    const refused = honest.flatMap((text) => {
      const refusal = refusalOf(text);
      return refusal ? [`${text.id} ${refusal.code} ${refusal.found}`] : [];
    });
    if (refused.length > 2) throw new Error(`refused:\n${refused.join('\n')}`);
    expect(refused.length).toBeLessThanOrEqual(2);
  });
});
