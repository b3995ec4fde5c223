import { type CatalogueVersion, findProvider } from '../../catalogue/index.js';
import { type InsuranceNeed, type Offers } from '../../eligibility/index.js';
import { type Advice, withProviderNames } from '../advisor/advisor.js';
import { type ComparisonFacts, labelled } from '../advisor/facts.js';
import { type AdvisorRecord } from '../comparison.table.js';
import { type QuoteReasoning } from '../quote.table.js';

/** The advice with providers in place of labels, in the words of the API. */
export interface NamedAdvice {
  /** Best first. */
  ranking: {
    provider: string;
    score: number;
    rules_score: number;
    rules_criteria: Record<string, number>;
    reasoning: QuoteReasoning;
  }[];
  reasoning: string;
  risk_assessment: string;
  additional_notes: string;
  advisor: AdvisorRecord;
}

/** What an advisor gets to see: figures by label, and the way back from label to provider. */
export function questionFor(
  catalogue: CatalogueVersion,
  need: InsuranceNeed,
  offers: Offers,
): { facts: ComparisonFacts; providers: Record<string, string> } {
  return labelled({
    insuranceType: need.insurance_type,
    riskCategory: offers.risk,
    coverageAmount: need.coverage_amount,
    quotes: offers.offers.map(({ product, premium }) => {
      const provider = findProvider(catalogue, product.provider)!;
      return {
        provider: product.provider,
        annualPremium: premium.annual_premium,
        monthlyPremium: premium.monthly_premium,
        coverageMax: product.maximum_coverage,
        deductible: product.deductible,
        claimSettlementRatio: provider.claim_settlement_ratio,
        solvencyRatio: provider.solvency_ratio,
        paymentFlexibility: provider.payment_flexibility,
        service: provider.service,
        acceptedRiskCategories: product.accepted_risk_categories,
      };
    }),
  });
}

/** Puts the providers' names where the advisor only knew labels. */
export function nameAdvice(
  advice: Advice,
  providers: Record<string, string>,
  catalogue: CatalogueVersion,
): NamedAdvice {
  const names = Object.fromEntries(
    Object.entries(providers).map(([label, code]) => [label, findProvider(catalogue, code)!.name]),
  );
  const named = withProviderNames(advice, names);
  return {
    ranking: named.ranking.map(({ label, score, rulesScore, criteria, pros, cons, keyFeatures, reasoning }) => ({
      provider: providers[label]!,
      score,
      rules_score: rulesScore,
      rules_criteria: criteria,
      reasoning: { pros, cons, key_features: keyFeatures, reasoning },
    })),
    reasoning: named.reasoning,
    risk_assessment: named.riskAssessment,
    additional_notes: named.additionalNotes,
    advisor: {
      source: named.source,
      model: named.model,
      prompt_version: named.promptVersion,
      latency_ms: named.latencyMs,
      fallback_reason: named.fallbackReason,
      input_tokens: named.inputTokens,
      output_tokens: named.outputTokens,
      cached: named.cached,
    },
  };
}
