import { type Money } from '../../../kernel/money.js';
import { type InsuranceType, type RiskCategory } from '../../catalogue/index.js';

export type Language = 'en' | 'it';

/**
 * Everything an advisor learns: what is compared, by label. Neither who asks nor who offers is in it, so a model
 * can repeat no person and favour no name.
 */
export interface ComparisonFacts {
  readonly insuranceType: InsuranceType;
  readonly riskCategory: RiskCategory;
  /** What was asked for, the same for every quote. */
  readonly coverageAmount: Money;
  readonly quotes: readonly QuoteFacts[];
}

export interface QuoteFacts {
  /** One capital letter, unique in the comparison. */
  readonly label: string;
  readonly annualPremium: Money;
  readonly monthlyPremium: Money;
  /** The most that the product insures. */
  readonly coverageMax: Money;
  /** What the insured bears of each claim; null: nothing. */
  readonly deductible: Money | null;
  /** Claims settled per 100 notified. */
  readonly claimSettlementRatio: number;
  /** Own funds per 100 of required capital. */
  readonly solvencyRatio: number;
  /** 0 to 100. */
  readonly paymentFlexibility: number;
  /** 0 to 100. */
  readonly service: number;
  readonly acceptedRiskCategories: readonly RiskCategory[];
}

/** A quote's figures with the code of its provider, before labels hide it. */
export type QuoteFigures = Omit<QuoteFacts, 'label'> & { readonly provider: string };

/** Equal instalments of a term; part of the facts, since a text may well say it. */
export const INSTALMENTS = 12;

/**
 * Labels quotes A, B, C … in the order of their provider codes: the order they come in changes nothing, so equal
 * facts are equal text. `providers` leads from label to provider code.
 */
export function labelled(comparison: Omit<ComparisonFacts, 'quotes'> & { readonly quotes: readonly QuoteFigures[] }): {
  facts: ComparisonFacts;
  providers: Record<string, string>;
} {
  const byCode = [...comparison.quotes].sort((a, b) => (a.provider < b.provider ? -1 : 1));
  const providers: Record<string, string> = {};
  const quotes = byCode.map(({ provider, ...figures }, index) => {
    const label = String.fromCharCode('A'.charCodeAt(0) + index);
    providers[label] = provider;
    return { label, ...figures };
  });
  return { facts: { ...comparison, quotes }, providers };
}
