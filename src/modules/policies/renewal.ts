import { DomainError } from '../../kernel/domain-error.js';
import { compareMoney, exact, money, type Money, moneyToWire } from '../../kernel/money.js';
import { type IsoDate, nextTermStart, renewalDate, termEnd } from '../../kernel/term.js';
import { type CatalogueVersion } from '../catalogue/index.js';
import { type Applicant, offersFor, type PremiumBreakdown, type PricedFor, pricedFor } from '../eligibility/index.js';
import { paymentPlan } from './instalments.js';
import { type Instalment, type PolicyState } from './policy.table.js';

/** A rise above this many per cent of the running term's premium is a jump. */
const JUMP_PERCENT = 10;

/** The next term as its provider would take it on. */
export interface RenewalOffer {
  term: number;
  start_date: IsoDate;
  end_date: IsoDate;
  renewal_date: IsoDate;
  catalogue_version: string;
  deductible: Money | null;
  annual_premium: Money;
  monthly_premium: Money;
  premium_breakdown: PremiumBreakdown;
  instalments: Instalment[];
  priced_for: PricedFor;
  /** Of the running term. */
  previous_premium: Money;
  /** Two decimals, half up; negative where it gets cheaper. */
  premium_change_percent: string;
  premium_jump: boolean;
}

/** What of a policy its next term is rated by. */
export type RenewableTerm = Pick<
  PolicyState,
  'term' | 'end_date' | 'annual_premium' | 'provider' | 'insurance_type' | 'coverage_amount' | 'declared'
>;

/**
 * Rates the next term anew: at the age on its first day, by the catalogue of that day, with the risk and the loadings
 * that were declared for the quote. @throws no_longer_insurable with every reason
 */
export function offerRenewal(policy: RenewableTerm, prospect: Applicant, catalogue: CatalogueVersion): RenewalOffer {
  const start = nextTermStart(policy.end_date);
  const end = termEnd(start);
  const { risk_category, smoker, has_preexisting_conditions, occupation_risk } = policy.declared;
  const applicant = { ...prospect, risk_category };
  const { offers, excluded } = offersFor(
    catalogue,
    applicant,
    {
      insurance_type: policy.insurance_type,
      coverage_amount: policy.coverage_amount,
      smoker,
      has_preexisting_conditions,
      occupation_risk,
    },
    start,
  );
  const offer = offers.find(({ product }) => product.provider === policy.provider);
  if (!offer) {
    const reasons = excluded.find(({ provider }) => provider === policy.provider)?.reasons ?? [
      { code: 'product_withdrawn', text: `No ${policy.insurance_type} product of this provider from ${start} on` },
    ];
    throw new DomainError(
      'no_longer_insurable',
      `The provider does not take on term ${policy.term + 1}: ${reasons.map(({ text }) => text).join('; ')}.`,
      { reasons },
    );
  }
  const { annual_premium, monthly_premium, breakdown } = offer.premium;
  const term = policy.term + 1;
  return {
    term,
    start_date: start,
    end_date: end,
    renewal_date: renewalDate(end),
    catalogue_version: catalogue.version,
    deductible: offer.product.deductible,
    annual_premium,
    monthly_premium,
    premium_breakdown: breakdown,
    instalments: paymentPlan(annual_premium, start).map((planned) => ({ term, ...planned, paid_on: null })),
    priced_for: pricedFor(applicant),
    previous_premium: policy.annual_premium,
    premium_change_percent: money(
      exact(annual_premium).minus(policy.annual_premium).times(100).dividedBy(policy.annual_premium),
    ),
    premium_jump:
      compareMoney(
        annual_premium,
        exact(policy.annual_premium)
          .times(100 + JUMP_PERCENT)
          .dividedBy(100)
          .toFixed(),
      ) > 0,
  };
}

/** @throws premium_change_unconfirmed naming both premiums */
export function premiumJumpMustBeAccepted(offer: RenewalOffer, isAccepted: boolean): void {
  if (!offer.premium_jump || isAccepted) return;
  const { previous_premium, annual_premium, premium_change_percent } = offer;
  throw new DomainError(
    'premium_change_unconfirmed',
    `The premium rises from ${previous_premium} to ${annual_premium}, by ${premium_change_percent} %. Send accept_premium_change: true if that is agreed.`,
    {
      previous_premium: moneyToWire(previous_premium),
      annual_premium: moneyToWire(annual_premium),
      premium_change_percent: Number(premium_change_percent),
    },
  );
}
