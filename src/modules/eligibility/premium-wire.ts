import { moneyToWire } from '../../kernel/money.js';
import { type PremiumBreakdownDto } from './calculate-premiums/calculate-premiums.dto.js';
import { type PremiumBreakdown } from './premium.js';

/** A breakdown as an answer shows it: factors as numbers, the unrounded premium as exact text. */
export function breakdownToWire(breakdown: PremiumBreakdown): PremiumBreakdownDto {
  const { base, unrounded, annual_premium, provider_multiplier, risk, coverage, age, smoker, conditions, occupation } =
    breakdown;
  return {
    base: moneyToWire(base),
    provider_multiplier: Number(provider_multiplier),
    risk: Number(risk),
    coverage: Number(coverage),
    age: Number(age),
    smoker: Number(smoker),
    conditions: Number(conditions),
    occupation: Number(occupation),
    unrounded,
    annual_premium: moneyToWire(annual_premium),
  };
}
