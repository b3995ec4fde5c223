import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ComparisonFacts } from '../../src/modules/quotes/advisor/facts.js';
import { checkAdvice } from '../../src/modules/quotes/advisor/guard.js';
import { answerSchema } from '../../src/modules/quotes/advisor/answer.js';
import { answerByRules, criteriaWeights, rankByRules } from '../../src/modules/quotes/advisor/rules.js';

const cents = (min: number, max: number) => fc.integer({ min, max }).map((value) => (value / 100).toFixed(2));
const tenths = (max: number) => fc.integer({ min: 0, max: max * 10 }).map((value) => value / 10);

const quote = fc.record({
  annualPremium: cents(100, 5_000_000),
  monthlyPremium: cents(8, 400_000),
  coverageMax: cents(100, 1_000_000_000),
  deductible: fc.option(cents(1, 1_000_000), { nil: null }),
  claimSettlementRatio: tenths(100),
  solvencyRatio: tenths(400),
  paymentFlexibility: fc.integer({ min: 0, max: 100 }),
  service: fc.integer({ min: 0, max: 100 }),
  acceptedRiskCategories: fc.subarray(['low', 'medium', 'high'] as const, { minLength: 1 }),
});

const facts: fc.Arbitrary<ComparisonFacts> = fc.record({
  insuranceType: fc.constantFrom('life', 'auto', 'home', 'health'),
  riskCategory: fc.constantFrom('low', 'medium', 'high'),
  coverageAmount: cents(1, 1_000_000_000),
  quotes: fc
    .array(quote, { minLength: 1, maxLength: 6 })
    .map((quotes) => quotes.map((figures, index) => ({ label: 'ABCDEF'[index]!, ...figures }))),
});

describe('the rules advisor on any facts', () => {
  it('ranks every quote once, best first, with scores that its criteria add up to', () => {
    fc.assert(
      fc.property(facts, (compared) => {
        const ranking = rankByRules(compared);
        expect(ranking.map(({ label }) => label).sort()).toEqual(compared.quotes.map(({ label }) => label));
        for (const { criteria, score } of ranking) {
          const hundredths = Object.entries(criteriaWeights).reduce(
            (sum, [name, weight]) => sum + weight * criteria[name as keyof typeof criteria],
            0,
          );
          expect(Math.round(score * 100)).toBe(hundredths);
          for (const points of Object.values(criteria)) {
            expect(Number.isInteger(points) && points >= 0 && points <= 100).toBe(true);
          }
        }
        const scores = ranking.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
      }),
    );
  });

  it('says nothing that the guard would refuse of a model', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom('en', 'it'), (compared, language) => {
        const answer = answerByRules(compared, language);
        expect(answerSchema(compared).safeParse(answer).success).toBe(true);
        expect(checkAdvice(answer, compared, ['Generali', 'AXA'])).toBeNull();
      }),
    );
  });

  it('has every amount refused that the facts do not hold, in either notation', () => {
    fc.assert(
      fc.property(facts, cents(1, 100_000_000), fc.constantFrom('en', 'it'), (compared, amount, language) => {
        const held = [
          compared.coverageAmount,
          ...compared.quotes.flatMap((q) => [q.annualPremium, q.monthlyPremium, q.coverageMax, q.deductible ?? '0.00']),
        ];
        fc.pre(!held.includes(amount));
        const notation = new Intl.NumberFormat(language, { minimumFractionDigits: 2, useGrouping: 'always' });
        const written = notation.format(Number(amount));
        const reasoning =
          language === 'en' ? `One quote asks ${written} EUR.` : `Un preventivo chiede ${written} euro.`;
        const refusal = checkAdvice({ ...answerByRules(compared, language), reasoning }, compared, []);
        expect(refusal).toEqual({ code: 'number', found: written });
      }),
    );
  });
});
