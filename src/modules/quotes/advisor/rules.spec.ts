import { describe, expect, it } from '@jest/globals';
import { type ComparisonFacts, labelled, type QuoteFacts } from './facts.js';
import { answerByRules, rankByRules } from './rules.js';

function aQuote(changes: Partial<QuoteFacts> = {}): QuoteFacts {
  return {
    label: 'A',
    annualPremium: '800.00',
    monthlyPremium: '66.67',
    coverageMax: '500000.00',
    deductible: null,
    claimSettlementRatio: 90,
    solvencyRatio: 200,
    paymentFlexibility: 80,
    service: 90,
    acceptedRiskCategories: ['low', 'medium', 'high'],
    ...changes,
  };
}

const facts = (...quotes: QuoteFacts[]): ComparisonFacts => ({
  insuranceType: 'life',
  riskCategory: 'medium',
  coverageAmount: '250000.00',
  quotes,
});

describe('the rules advisor', () => {
  it('scores every criterion from 0 to 100 and weighs them 35, 25, 20, 10 and 10', () => {
    const [only] = rankByRules(facts(aQuote()));
    // reputation 0.6 × 90 + 0.4 × (200 / 2.5) = 86; flexibility 0.7 × 80 + 0.3 × 90 = 83
    expect(only).toEqual({
      label: 'A',
      criteria: {
        value_for_money: 100,
        coverage_completeness: 100,
        provider_reputation: 86,
        flexibility: 83,
        risk_alignment: 100,
      },
      score: 95.5, // 35 + 25 + 17.20 + 8.30 + 10
    });
  });

  it('halves the value for money at twice the lowest premium', () => {
    const ranking = rankByRules(facts(aQuote(), aQuote({ label: 'B', annualPremium: '1600.00' })));
    expect(ranking.map(({ label, criteria }) => [label, criteria.value_for_money])).toEqual([
      ['A', 100],
      ['B', 50],
    ]);
  });

  it('takes a deductible off completeness by its share of a year’s premium', () => {
    const [only] = rankByRules(facts(aQuote({ deductible: '200.00' })));
    expect(only!.criteria.coverage_completeness).toBe(93); // 70 + 30 × (1 − 200 / 800) = 92.5
  });

  it('counts a lower maximum coverage against the highest of the comparison', () => {
    const ranking = rankByRules(facts(aQuote(), aQuote({ label: 'B', coverageMax: '250000.00' })));
    expect(ranking.find(({ label }) => label === 'B')!.criteria.coverage_completeness).toBe(65);
  });

  it('aligns with the risk by how much of it and above is accepted', () => {
    const [only] = rankByRules(facts(aQuote({ acceptedRiskCategories: ['low', 'medium'] })));
    expect(only!.criteria.risk_alignment).toBe(50);
  });

  it('orders equal scores by the lower premium, then by label', () => {
    const same = rankByRules(facts(aQuote({ label: 'B' }), aQuote({ label: 'A' })));
    expect(same.map(({ label }) => label)).toEqual(['A', 'B']);

    const aCentDearer = rankByRules(facts(aQuote({ label: 'A', annualPremium: '800.01' }), aQuote({ label: 'B' })));
    expect(aCentDearer.map(({ label, score }) => [label, score])).toEqual([
      ['B', 95.5],
      ['A', 95.5],
    ]);
  });

  it('words its ranking in English and in Italian with the figures of the facts', () => {
    const compared = facts(aQuote({ deductible: '1250.50' }), aQuote({ label: 'B', annualPremium: '1600.00' }));
    const english = answerByRules(compared, 'en').ranking.find(({ label }) => label === 'A')!;
    expect(english.pros).toContain('Lowest annual premium: €800.00');
    expect(english.cons).toContain('Deductible of €1,250.50 on each claim');
    expect(english.reasoning).toBe('{A} asks €800.00 a year for a coverage of €250,000.');

    const italian = answerByRules(compared, 'it').ranking.find(({ label }) => label === 'A')!;
    expect(italian.pros).toContain('Premio annuo più basso: 800,00\u00a0€');
    expect(italian.cons).toContain('Franchigia di 1.250,50\u00a0€ per ogni sinistro');
  });

  it.each([
    ['life', 'Highest maximum sum insured: €500,000', 'Somma assicurata massima più alta: 500.000\u00a0€'],
    ['auto', 'Highest coverage limit: €500,000', 'Massimale più alto: 500.000\u00a0€'],
  ] as const)('calls what a %s insurance pays at most by its name', (insuranceType, english, italian) => {
    const compared = { ...facts(aQuote(), aQuote({ label: 'B', coverageMax: '250000.00' })), insuranceType };
    expect(answerByRules(compared, 'en').ranking[0]!.pros).toContain(english);
    expect(answerByRules(compared, 'it').ranking[0]!.pros).toContain(italian);
  });

  it('always has something to say for and against a quote', () => {
    const alike = answerByRules(facts(aQuote(), aQuote({ label: 'B' })), 'en');
    for (const { pros, cons } of alike.ranking) {
      expect(pros.length).toBeGreaterThan(0);
      expect(cons).toEqual(['Worst of the comparison on no single figure']);
    }
  });
});

describe('labels', () => {
  const { label: _, ...figures } = aQuote();

  it('follow the provider codes, whatever the order of the quotes', () => {
    const quotes = ['unipolsai', 'allianz', 'generali'].map((provider) => ({ provider, ...figures }));
    const comparison = { insuranceType: 'life', riskCategory: 'low', coverageAmount: '1.00' } as const;
    const one = labelled({ ...comparison, quotes });
    expect(one.providers).toEqual({ A: 'allianz', B: 'generali', C: 'unipolsai' });
    expect(labelled({ ...comparison, quotes: [...quotes].reverse() })).toEqual(one);
    expect(JSON.stringify(one.facts)).not.toContain('allianz');
  });
});
