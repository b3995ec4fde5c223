import { compareMoney, exact } from '../../../kernel/money.js';
import { type RiskCategory } from '../../catalogue/index.js';
import { type AdviceAnswer } from './answer.js';
import { type ComparisonFacts, type Language, type QuoteFacts } from './facts.js';
import { wordsFor } from './rules-texts.js';

/** The criteria in the order of their importance, with their weight in per cent. */
export const criteriaWeights = {
  value_for_money: 35,
  coverage_completeness: 25,
  provider_reputation: 20,
  flexibility: 10,
  risk_alignment: 10,
} as const;

export type Criterion = keyof typeof criteriaWeights;

/** Whole points, 0 to 100 each. */
export type Criteria = Record<Criterion, number>;

const risksRising: readonly RiskCategory[] = ['low', 'medium', 'high'];

export interface RankedByRules {
  label: string;
  criteria: Criteria;
  /** Weighted sum of the criteria, 0 to 100: exact, since whole points and whole per cents leave two decimals. */
  score: number;
}

/** Best first. Equal scores: the lower premium, then the earlier label. */
export function rankByRules(facts: ComparisonFacts): RankedByRules[] {
  const premium = new Map(facts.quotes.map((quote) => [quote.label, quote.annualPremium]));
  return facts.quotes
    .map((quote) => {
      const criteria = criteriaOf(quote, facts);
      return { label: quote.label, criteria, score: weighted(criteria) };
    })
    .sort(
      (a, b) =>
        b.score - a.score || compareMoney(premium.get(a.label)!, premium.get(b.label)!) || (a.label < b.label ? -1 : 1),
    );
}

/** The rules' ranking in the form of an answer, worded from templates that repeat facts and nothing else. */
export function answerByRules(facts: ComparisonFacts, language: Language): AdviceAnswer {
  const words = wordsFor(language, facts);
  const ranking = rankByRules(facts);
  const quotes = new Map(facts.quotes.map((quote) => [quote.label, quote]));
  const best = quotes.get(ranking[0]!.label)!;
  return {
    ranking: ranking.map(({ label, score }) => ({ label, score, ...words.ofQuote(quotes.get(label)!) })),
    reasoning: words.overall(best),
    risk_assessment: words.risk(best),
    additional_notes: words.notes(),
  };
}

function weighted(criteria: Criteria): number {
  const names = Object.keys(criteriaWeights) as Criterion[];
  return names
    .reduce((sum, name) => sum.plus(exact(criteria[name]).times(criteriaWeights[name])), exact(0))
    .dividedBy(100)
    .toNumber();
}

function criteriaOf(quote: QuoteFacts, facts: ComparisonFacts): Criteria {
  return {
    value_for_money: valueForMoney(quote, facts),
    coverage_completeness: coverageCompleteness(quote, facts),
    provider_reputation: providerReputation(quote),
    flexibility: flexibility(quote),
    risk_alignment: riskAlignment(quote, facts),
  };
}

/** 100 for the lowest premium per euro of coverage, which every quote gives the same of; twice the premium is 50. */
function valueForMoney(quote: QuoteFacts, facts: ComparisonFacts): number {
  const lowest = facts.quotes.map((other) => other.annualPremium).sort(compareMoney)[0]!;
  return points(exact(lowest).dividedBy(quote.annualPremium).times(100));
}

/** 70 % how far cover could be raised, against the highest; 30 % how little a deductible eats of a year's premium. */
function coverageCompleteness(quote: QuoteFacts, facts: ComparisonFacts): number {
  const highest = facts.quotes
    .map((other) => other.coverageMax)
    .sort(compareMoney)
    .at(-1)!;
  const room = exact(quote.coverageMax).dividedBy(highest);
  const kept = exact(1)
    .minus(exact(quote.deductible ?? 0).dividedBy(quote.annualPremium))
    .clamp(0, 1);
  return points(room.times(70).plus(kept.times(30)));
}

/** 60 % the claims settled, 40 % solvency, of which 250 and more count as all that can be asked for. */
function providerReputation(quote: QuoteFacts): number {
  const claims = exact(quote.claimSettlementRatio).clamp(0, 100);
  const solvency = exact(quote.solvencyRatio).dividedBy(2.5).clamp(0, 100);
  return points(claims.times(0.6).plus(solvency.times(0.4)));
}

/** 70 % how premiums may be paid, 30 % service. */
function flexibility(quote: QuoteFacts): number {
  const payment = exact(quote.paymentFlexibility).clamp(0, 100);
  const service = exact(quote.service).clamp(0, 100);
  return points(payment.times(0.7).plus(service.times(0.3)));
}

/** How much of today's risk and any higher one the product accepts: whether cover could go on if the risk rose. */
function riskAlignment(quote: QuoteFacts, facts: ComparisonFacts): number {
  const fromHere = risksRising.slice(risksRising.indexOf(facts.riskCategory));
  const accepted = fromHere.filter((risk) => quote.acceptedRiskCategories.includes(risk));
  return points(exact(accepted.length).dividedBy(fromHere.length).times(100));
}

function points(value: ReturnType<typeof exact>): number {
  return value.toDecimalPlaces(0).toNumber();
}
