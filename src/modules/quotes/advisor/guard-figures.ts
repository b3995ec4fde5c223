import { exact } from '../../../kernel/money.js';
import { INSTALMENTS, type ComparisonFacts } from './facts.js';

export type Unit = 'amount' | 'percent' | 'points' | 'count';
export type Concept =
  'annual' | 'monthly' | 'coverage' | 'deductible' | 'claims' | 'solvency' | 'flexibility' | 'service' | 'count';

/** A figure that a text may repeat; of a quote, or (label null) of the whole comparison. */
export interface Figure {
  value: string;
  unit: Unit;
  concept: Concept;
  label: string | null;
}

/** A number as read in a text. */
export interface Reading {
  at: number;
  text: string;
  /** What it can mean: `1.201` is one thing in English and another in Italian. Empty: nothing acceptable. */
  values: string[];
  units: readonly Unit[];
  concepts: readonly Concept[] | null;
}

/** Every figure that a text may repeat. */
export function figuresOf(facts: ComparisonFacts): Figure[] {
  const figure = (label: string | null, concept: Concept, unit: Unit, value: string | number): Figure => ({
    label,
    concept,
    unit,
    value: exact(value).toString(),
  });
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
