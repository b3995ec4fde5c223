import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catalogue2026_1 as catalogue } from '../../migrations/data/catalogue-2026-1.js';
import {
  insuranceTypes,
  occupationRisks,
  riskCategories,
  type InsuranceType,
} from '../../src/modules/catalogue/index.js';
import { checkEligibility } from '../../src/modules/eligibility/eligibility.js';
import { ratePremium, type RatedRisk } from '../../src/modules/eligibility/premium.js';
import { RUNS } from '../support/property-runs.js';

function aRisk(changes: Partial<RatedRisk> = {}): RatedRisk {
  return {
    coverage: '250000.00',
    age: 35,
    risk: 'medium',
    smoker: false,
    conditions: false,
    occupation: 'standard',
    ...changes,
  };
}

const premiumOf = (provider: string, type: InsuranceType, changes: Partial<RatedRisk>) =>
  ratePremium(catalogue, provider, type, aRisk(changes)).annual_premium;

/** An exact fraction as two BigInts; knows nothing of decimal libraries. */
interface Fraction {
  over: bigint;
  under: bigint;
}

function fraction(text: string): Fraction {
  const [whole, decimals = ''] = text.split('.');
  return { over: BigInt(whole + decimals), under: 10n ** BigInt(decimals.length) };
}

const times = (a: Fraction, b: Fraction): Fraction => ({ over: a.over * b.over, under: a.under * b.under });
const isSame = (a: Fraction, b: Fraction) => a.over * b.under === b.over * a.under;

/** Positive fractions alone: twice the value plus one half, cut down. */
function halfUp({ over, under }: Fraction, decimals: number): string {
  const scaled = (2n * over * 10n ** BigInt(decimals) + under) / (2n * under);
  const digits = scaled.toString().padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

const cents = (value: number) => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`;

const anyRisk = fc.record<RatedRisk>({
  coverage: fc.integer({ min: 1, max: 1_000_000_000 }).map(cents),
  age: fc.option(fc.integer({ min: 0, max: 120 })),
  risk: fc.constantFrom(...riskCategories),
  smoker: fc.boolean(),
  conditions: fc.boolean(),
  occupation: fc.constantFrom(...occupationRisks),
});
const anyProduct = fc.record({
  provider: fc.constantFrom('generali', 'unipolsai', 'allianz', 'axa'),
  type: fc.constantFrom(...insuranceTypes),
});

describe('worked examples', () => {
  it('life, 35, low, 250,000, Generali costs 720.00', () => {
    expect(premiumOf('generali', 'life', { risk: 'low' })).toBe('720.00');
  });

  it('life, 50, medium, 500,000, smoker, Allianz costs 2,534.40 with every factor shown', () => {
    const rated = ratePremium(catalogue, 'allianz', 'life', aRisk({ age: 50, coverage: '500000.00', smoker: true }));
    expect(rated).toEqual({
      annual_premium: '2534.40',
      monthly_premium: '211.20',
      breakdown: {
        base: '800.00',
        provider_multiplier: '1.10',
        risk: '1.00',
        coverage: '1.6000',
        age: '1.20',
        smoker: '1.50',
        conditions: '1.00',
        occupation: '1.00',
        unrounded: '2534.4',
        annual_premium: '2534.40',
      },
    });
  });

  it('auto, 22, high, 100,000, Allianz costs 1,769.04', () => {
    expect(premiumOf('allianz', 'auto', { age: 22, risk: 'high', coverage: '100000.00' })).toBe('1769.04');
  });

  it.each([
    ['generali', '1305.60'],
    ['allianz', '1436.16'],
    ['axa', '1201.15'],
  ])('life, 41, medium, 500,000, %s costs Marco Rossi %s', (provider, premium) => {
    expect(premiumOf(provider, 'life', { age: 41, coverage: '500000.00' })).toBe(premium);
  });
});

describe('factors', () => {
  const breakdownOf = (type: InsuranceType, changes: Partial<RatedRisk>) =>
    ratePremium(catalogue, 'generali', type, aRisk(changes)).breakdown;

  it.each([
    ['life', 40, '1.00'],
    ['life', 41, '1.02'],
    ['life', 80, '1.80'],
    ['life', 0, '1.00'],
    ['health', 40, '1.00'],
    ['health', 41, '1.015'],
    ['health', 42, '1.03'],
    ['health', 85, '1.675'],
    ['auto', 18, '1.35'],
    ['auto', 24, '1.35'],
    ['auto', 25, '1.10'],
    ['auto', 29, '1.10'],
    ['auto', 30, '1.00'],
    ['auto', 69, '1.00'],
    ['auto', 70, '1.15'],
    ['auto', 110, '1.15'],
    ['home', 18, '1.00'],
    ['home', 99, '1.00'],
    ['auto', null, '1.00'],
    ['home', null, '1.00'],
  ] as const)('%s at age %s has age factor %s', (type, age, factor) => {
    expect(breakdownOf(type, { age }).age).toBe(factor);
  });

  it.each([
    ['life', '1.50', '1.30', '1.20', '1.50'],
    ['auto', '1.00', '1.00', '1.00', '1.00'],
    ['home', '1.00', '1.00', '1.00', '1.00'],
    ['health', '1.25', '1.40', '1.10', '1.25'],
  ] as const)(
    '%s loads smoker %s, conditions %s, occupation high %s and very high %s',
    (type, smoker, conditions, high, veryHigh) => {
      expect(breakdownOf(type, { smoker: true })).toMatchObject({ smoker, conditions: '1.00', occupation: '1.00' });
      expect(breakdownOf(type, { conditions: true })).toMatchObject({ smoker: '1.00', conditions });
      expect(breakdownOf(type, { occupation: 'high' }).occupation).toBe(high);
      expect(breakdownOf(type, { occupation: 'very_high' }).occupation).toBe(veryHigh);
    },
  );

  it.each([
    ['life', '250000.00', '1.0000'],
    ['auto', '50000.00', '1.0000'],
    ['home', '250000.00', '1.0000'],
    ['health', '100000.00', '1.0000'],
    ['life', '0.01', '0.4000'],
    ['life', '10000000.00', '24.4000'],
    // 0.60 × coverage / 250,000 = 0.00005 and a cent below it: half up at the fourth decimal.
    ['life', '20.83', '0.4000'],
    ['life', '20.84', '0.4001'],
    ['auto', '4.16', '0.4000'],
    ['auto', '4.17', '0.4001'],
    ['health', '8.33', '0.4000'],
    ['health', '8.34', '0.4001'],
    ['health', '25.00', '0.4002'],
  ] as const)('%s for %s has coverage factor %s', (type, coverage, factor) => {
    expect(breakdownOf(type, { coverage }).coverage).toBe(factor);
  });

  it('refuses to price a provider without a product of that type', () => {
    expect(() => premiumOf('nobody', 'life', {})).toThrow(RangeError);
  });
});

describe('properties', () => {
  it('the breakdown multiplies back to the premium, rounded once', () => {
    fc.assert(
      fc.property(anyProduct, anyRisk, ({ provider, type }, rated) => {
        const { breakdown, annual_premium, monthly_premium } = ratePremium(catalogue, provider, type, rated);
        const { unrounded, annual_premium: shown, ...factors } = breakdown;
        expect(Object.keys(factors)).toHaveLength(8);
        const product = Object.values(factors).map(fraction).reduce(times);
        expect(isSame(product, fraction(unrounded))).toBe(true);
        expect(halfUp(product, 2)).toBe(annual_premium);
        expect(shown).toBe(annual_premium);
        expect(halfUp(times(fraction(annual_premium), { over: 1n, under: 12n }), 2)).toBe(monthly_premium);
        expect(annual_premium).toMatch(/^[1-9]\d*\.\d\d$/);
      }),
      RUNS,
    );
  });

  it('the coverage factor is 0.40 + 0.60 × coverage / reference, four decimals half up', () => {
    const references = { life: 250_000n, auto: 50_000n, home: 250_000n, health: 100_000n };
    fc.assert(
      fc.property(anyProduct, anyRisk, ({ provider, type }, rated) => {
        const { over, under } = fraction(rated.coverage);
        const reference = references[type];
        // (40 × reference + 60 × coverage) / (100 × reference)
        const factor = { over: 40n * reference * under + 60n * over, under: 100n * reference * under };
        expect(ratePremium(catalogue, provider, type, rated).breakdown.coverage).toBe(halfUp(factor, 4));
      }),
      RUNS,
    );
  });

  it('at reference coverage, under the age loadings and without others the premium is the estimate', () => {
    const reference = { life: '250000.00', auto: '50000.00', home: '250000.00', health: '100000.00' };
    const unloadedAge = fc.integer({ min: 30, max: 40 });
    const anyCategory = fc.constantFrom(...riskCategories);
    fc.assert(
      fc.property(anyProduct, unloadedAge, anyCategory, ({ provider, type }, age, risk) => {
        const born = `${2026 - age}-11-24`;
        const applicant = { prospect_type: 'individual', birth_date: born, risk_category: risk } as const;
        const check = checkEligibility(catalogue, applicant, type, null, '2026-11-24');
        const estimate = check.providers.find((one) => one.provider === provider)!.base_premium;
        const premium = premiumOf(provider, type, { coverage: reference[type], age, risk });
        if (estimate !== null) expect(premium).toBe(estimate);
      }),
      RUNS,
    );
  });

  it('more coverage never costs less', () => {
    const twoCoverages = fc.tuple(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 1e9 }));
    fc.assert(
      fc.property(anyProduct, anyRisk, twoCoverages, ({ provider, type }, rated, [a, b]) => {
        const at = (coverage: number) =>
          Number(ratePremium(catalogue, provider, type, { ...rated, coverage: cents(coverage) }).annual_premium);
        expect(at(Math.max(a, b))).toBeGreaterThanOrEqual(at(Math.min(a, b)));
      }),
    );
  });
});
