/**
 * Catalogue version 2026.1: synthetic demo data. The names are real trademarks, the terms and figures are invented.
 * Part of a migration that may have run: a change of terms is a new version, never an edit here.
 */
const L = ['low'] as const;
const LM = ['low', 'medium'] as const;
const LMH = ['low', 'medium', 'high'] as const;

const products = [
  // type, provider, ages, accepted risks, multiplier, maximum coverage, deductible
  ['life', 'generali', 18, 75, LM, '1.00', '500000.00', null],
  ['life', 'unipolsai', 21, 70, L, '0.95', '400000.00', null],
  ['life', 'allianz', 18, 80, LMH, '1.10', '750000.00', null],
  ['life', 'axa', 20, 65, LM, '0.92', '600000.00', null],
  ['auto', 'generali', 18, null, LMH, '1.10', '100000.00', '300.00'],
  ['auto', 'unipolsai', 21, null, LM, '1.00', '150000.00', '350.00'],
  ['auto', 'allianz', 18, null, LMH, '1.05', '120000.00', '250.00'],
  ['auto', 'axa', 23, null, LM, '0.95', '180000.00', '500.00'],
  ['home', 'generali', 18, null, LM, '1.00', '1000000.00', '250.00'],
  ['home', 'unipolsai', 18, null, LMH, '1.05', '800000.00', '200.00'],
  ['home', 'allianz', 18, null, LM, '0.98', '1200000.00', '300.00'],
  ['home', 'axa', 25, null, L, '1.02', '900000.00', '250.00'],
  ['health', 'generali', 0, 85, LM, '1.20', '250000.00', '100.00'],
  ['health', 'unipolsai', 18, 80, LM, '1.15', '200000.00', '150.00'],
  ['health', 'allianz', 0, 75, L, '1.25', '300000.00', null],
  ['health', 'axa', 18, 70, LM, '1.18', '220000.00', '120.00'],
] as const;

const noOccupationLoading = { standard: '1.00', high: '1.00', very_high: '1.00' };
const anyAge = { kind: 'bands', bands: [{ from: 0, to: null, factor: '1.00' }] } as const;

function coverageFrom(reference: string) {
  return { reference, fixed: '0.40', slope: '0.60' };
}

export const catalogue2026_1 = {
  version: '2026.1',
  // Far back on purpose: the first version prices whatever day the company clock stands at.
  effective_from: '2000-01-01',
  effective_to: null,
  providers: [
    {
      code: 'generali',
      name: 'Generali',
      claim_settlement_ratio: 94.5,
      solvency_ratio: 220,
      payment_flexibility: 70,
      service: 86,
    },
    {
      code: 'unipolsai',
      name: 'UnipolSai',
      claim_settlement_ratio: 92.8,
      solvency_ratio: 208,
      payment_flexibility: 85,
      service: 78,
    },
    {
      code: 'allianz',
      name: 'Allianz',
      claim_settlement_ratio: 95.7,
      solvency_ratio: 209,
      payment_flexibility: 75,
      service: 90,
    },
    {
      code: 'axa',
      name: 'AXA',
      claim_settlement_ratio: 91.6,
      solvency_ratio: 216,
      payment_flexibility: 90,
      service: 82,
    },
  ],
  products: products.map(([insurance_type, provider, age_min, age_max, risks, multiplier, maximum, deductible]) => ({
    provider,
    insurance_type,
    age_min,
    age_max,
    accepted_risk_categories: risks,
    multiplier,
    maximum_coverage: maximum,
    deductible,
  })),
  tariffs: {
    life: {
      base_premium: '800.00',
      offered_to_businesses: false,
      cooling_off_days: 30,
      coverage: coverageFrom('250000.00'),
      age: { kind: 'slope', above: 40, per_year: '0.02' },
      smoker: '1.50',
      conditions: '1.30',
      occupation: { standard: '1.00', high: '1.20', very_high: '1.50' },
    },
    auto: {
      base_premium: '600.00',
      offered_to_businesses: true,
      cooling_off_days: 14,
      coverage: coverageFrom('50000.00'),
      age: {
        kind: 'bands',
        bands: [
          { from: 0, to: 24, factor: '1.35' },
          { from: 25, to: 29, factor: '1.10' },
          { from: 30, to: 69, factor: '1.00' },
          { from: 70, to: null, factor: '1.15' },
        ],
      },
      smoker: '1.00',
      conditions: '1.00',
      occupation: noOccupationLoading,
    },
    home: {
      base_premium: '500.00',
      offered_to_businesses: true,
      cooling_off_days: 14,
      coverage: coverageFrom('250000.00'),
      age: anyAge,
      smoker: '1.00',
      conditions: '1.00',
      occupation: noOccupationLoading,
    },
    health: {
      base_premium: '1200.00',
      offered_to_businesses: false,
      cooling_off_days: 14,
      coverage: coverageFrom('100000.00'),
      age: { kind: 'slope', above: 40, per_year: '0.015' },
      smoker: '1.25',
      conditions: '1.40',
      occupation: { standard: '1.00', high: '1.10', very_high: '1.25' },
    },
  },
  risk_factors: { low: '0.90', medium: '1.00', high: '1.30' },
  commission_rates: [
    { commission_type: 'initial', role: 'broker', percentage: '15' },
    { commission_type: 'initial', role: 'manager', percentage: '5' },
    { commission_type: 'initial', role: 'affiliate', percentage: '3' },
    { commission_type: 'renewal_year1', role: 'broker', percentage: '10' },
    { commission_type: 'renewal_year1', role: 'manager', percentage: '3' },
    { commission_type: 'renewal_year1', role: 'affiliate', percentage: '2' },
    { commission_type: 'renewal_recurring', role: 'broker', percentage: '5' },
    { commission_type: 'renewal_recurring', role: 'manager', percentage: '2' },
    { commission_type: 'renewal_recurring', role: 'affiliate', percentage: '1' },
  ],
} as const;
