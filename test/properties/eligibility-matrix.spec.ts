import { describe, expect, it } from '@jest/globals';
import { catalogue2026_1 as catalogue } from '../../migrations/data/catalogue-2026-1.js';
import { type InsuranceType, type RiskCategory } from '../../src/modules/catalogue/index.js';
import { checkEligibility, type Applicant } from '../../src/modules/eligibility/eligibility.js';

const TODAY = '2026-11-24';

/** The acceptance rules written out by hand, so that neither the seed nor the rule can drift unseen. */
const TABLE: Row[] = [
  // type, provider, from, to, maximum coverage as said, one cent more, estimates L M H (null: refused)
  ['life', 'generali', 18, 75, '500000', '500000.01', '720.00', '800.00', null],
  ['life', 'unipolsai', 21, 70, '400000', '400000.01', '684.00', null, null],
  ['life', 'allianz', 18, 80, '750000', '750000.01', '792.00', '880.00', '1144.00'],
  ['life', 'axa', 20, 65, '600000', '600000.01', '662.40', '736.00', null],
  ['auto', 'generali', 18, null, '100000', '100000.01', '594.00', '660.00', '858.00'],
  ['auto', 'unipolsai', 21, null, '150000', '150000.01', '540.00', '600.00', null],
  ['auto', 'allianz', 18, null, '120000', '120000.01', '567.00', '630.00', '819.00'],
  ['auto', 'axa', 23, null, '180000', '180000.01', '513.00', '570.00', null],
  ['home', 'generali', 18, null, '1000000', '1000000.01', '450.00', '500.00', null],
  ['home', 'unipolsai', 18, null, '800000', '800000.01', '472.50', '525.00', '682.50'],
  ['home', 'allianz', 18, null, '1200000', '1200000.01', '441.00', '490.00', null],
  ['home', 'axa', 25, null, '900000', '900000.01', '459.00', null, null],
  ['health', 'generali', 0, 85, '250000', '250000.01', '1296.00', '1440.00', null],
  ['health', 'unipolsai', 18, 80, '200000', '200000.01', '1242.00', '1380.00', null],
  ['health', 'allianz', 0, 75, '300000', '300000.01', '1350.00', null, null],
  ['health', 'axa', 18, 70, '220000', '220000.01', '1274.40', '1416.00', null],
];
type Row = [InsuranceType, string, number, number | null, string, string, string | null, string | null, string | null];

const RISKS: (RiskCategory | null)[] = ['low', 'medium', 'high', null];

/** Who turns that many years old today, or on a day given as `MM-DD`. */
function bornYearsAgo(years: number, monthAndDay = '11-24'): string {
  return `${String(2026 - years).padStart(4, '0')}-${monthAndDay}`;
}

function anApplicant(changes: Partial<Applicant> = {}): Applicant {
  return { prospect_type: 'individual', birth_date: bornYearsAgo(40), risk_category: 'low', ...changes };
}

function answerOf([type, provider]: Row, applicant: Applicant, coverage: string | null = null) {
  const { providers } = checkEligibility(catalogue, applicant, type, coverage, TODAY);
  return providers.find((one) => one.provider === provider)!;
}

describe('the catalogue lists the providers of every type in the order of the table', () => {
  it.each(['life', 'auto', 'home', 'health'] as const)('%s', (type) => {
    const check = checkEligibility(catalogue, anApplicant(), type, null, TODAY);
    expect(check.providers.map((one) => one.provider)).toEqual(['generali', 'unipolsai', 'allianz', 'axa']);
    expect(check.catalogue_version).toBe('2026.1');
  });
});

describe.each(TABLE)('%s insurance by %s', (...row) => {
  const [, , from, to, maximum, oneCentMore, low, medium, high] = row;
  const estimates = { low, medium, high };

  it.each(RISKS)('estimates or refuses risk %s', (risk) => {
    const estimate = estimates[risk ?? 'medium'];
    const answer = answerOf(row, anApplicant({ risk_category: risk }));
    expect(answer.base_premium).toBe(estimate);
    expect(answer.is_eligible).toBe(estimate !== null);
    expect(answer.coverage_max).toBe(`${maximum}.00`);
    const text = `Risk category '${risk ?? 'medium'}' not accepted`;
    expect(answer.reasons).toEqual(estimate === null ? [{ code: 'risk_not_accepted', text }] : []);
    expect(answer.reason).toBe(estimate === null ? text : null);
  });

  it(`accepts from the birthday at ${from} and not the day before`, () => {
    expect(answerOf(row, anApplicant({ birth_date: bornYearsAgo(from) })).is_eligible).toBe(true);
    if (from === 0) return;
    const text = `Age ${from - 1} below minimum ${from}`;
    for (const birth_date of [bornYearsAgo(from, '11-25'), bornYearsAgo(from - 1)]) {
      expect(answerOf(row, anApplicant({ birth_date })).reasons).toEqual([{ code: 'age_below_minimum', text }]);
    }
  });

  it(`accepts until the day before the birthday after ${to ?? 'any age'}`, () => {
    if (to === null) {
      expect(answerOf(row, anApplicant({ birth_date: bornYearsAgo(111) })).is_eligible).toBe(true);
      return;
    }
    expect(answerOf(row, anApplicant({ birth_date: bornYearsAgo(to) })).is_eligible).toBe(true);
    expect(answerOf(row, anApplicant({ birth_date: bornYearsAgo(to + 1, '11-25') })).is_eligible).toBe(true);
    const answer = answerOf(row, anApplicant({ birth_date: bornYearsAgo(to + 1) }));
    expect(answer.reasons).toEqual([{ code: 'age_above_maximum', text: `Age ${to + 1} exceeds maximum ${to}` }]);
    expect(answer.base_premium).toBeNull();
  });

  it(`covers ${maximum} and not a cent more`, () => {
    expect(answerOf(row, anApplicant(), `${maximum}.00`).is_eligible).toBe(true);
    const text = `Coverage ${oneCentMore} exceeds maximum ${maximum}`;
    expect(answerOf(row, anApplicant(), oneCentMore).reasons).toEqual([{ code: 'coverage_above_maximum', text }]);
  });

  it('requires a birth date of a person', () => {
    for (const prospect_type of ['individual', 'family'] as const) {
      const answer = answerOf(row, anApplicant({ prospect_type, birth_date: null }));
      expect(answer).toMatchObject({ is_eligible: false, base_premium: null, reason: 'Birth date required' });
      expect(answer.reasons).toEqual([{ code: 'birth_date_missing', text: 'Birth date required' }]);
    }
  });

  it('offers a business auto and home alone, whatever the age', () => {
    for (const birth_date of [null, bornYearsAgo(3), '2999-01-01']) {
      const answer = answerOf(row, anApplicant({ prospect_type: 'business', birth_date }), oneCentMore);
      const word = { life: 'Life', health: 'Health' }[row[0] as string];
      expect(answer.reasons).toEqual([
        word
          ? { code: 'type_not_for_business', text: `${word} insurance is not offered to businesses` }
          : { code: 'coverage_above_maximum', text: `Coverage ${oneCentMore} exceeds maximum ${maximum}` },
      ]);
    }
  });
});

describe('the whole answer', () => {
  const life = (applicant: Partial<Applicant>, coverage: string | null = null) =>
    checkEligibility(catalogue, anApplicant(applicant), 'life', coverage, TODAY);
  const aged72 = bornYearsAgo(72);

  it.each(['medium', null] as const)('at 72 with risk %s Generali and Allianz accept', (risk_category) => {
    const check = life({ birth_date: aged72, risk_category });
    expect(check).toMatchObject({
      eligible_count: 2,
      ineligible_count: 2,
      best_provider: 'generali',
      lowest_premium: '800.00',
      risk_assumed: risk_category === null,
    });
    expect(check.providers.map((one) => one.base_premium)).toEqual(['800.00', null, '880.00', null]);
    expect(check.providers[3]!.reason).toBe('Age 72 exceeds maximum 65');
    expect(check.providers[1]!.reason).toBe('Age 72 exceeds maximum 70');
    expect(check.providers[1]!.reasons.map((reason) => reason.code)).toEqual([
      'age_above_maximum',
      'risk_not_accepted',
    ]);
  });

  it('at 72 with low risk the others are refused by age alone', () => {
    const check = life({ birth_date: aged72, risk_category: 'low' });
    expect(check.providers.map((one) => one.base_premium)).toEqual(['720.00', null, '792.00', null]);
    expect(check.providers.flatMap((one) => one.reasons.map((reason) => reason.text))).toEqual([
      'Age 72 exceeds maximum 70',
      'Age 72 exceeds maximum 65',
    ]);
  });

  it('at 72 with high risk only Allianz accepts', () => {
    expect(life({ birth_date: aged72, risk_category: 'high' })).toMatchObject({
      eligible_count: 1,
      best_provider: 'allianz',
      lowest_premium: '1144.00',
    });
  });

  it('estimates 500,000 for Marco Rossi and names both reasons of UnipolSai', () => {
    const check = life({ birth_date: '1985-03-15', risk_category: null }, '500000.00');
    expect(check.providers.map((one) => one.base_premium)).toEqual(['800.00', null, '880.00', '736.00']);
    expect(check.providers[1]!.reasons).toEqual([
      { code: 'risk_not_accepted', text: "Risk category 'medium' not accepted" },
      { code: 'coverage_above_maximum', text: 'Coverage 500000 exceeds maximum 400000' },
    ]);
    expect(check).toMatchObject({ best_provider: 'axa', lowest_premium: '736.00', risk_assumed: true });
    expect(check.providers[0]!.notes).toContain('medium');
    expect(check.providers[1]!.notes).toBeNull();
  });

  it('gives all reasons in the order age, risk, coverage', () => {
    const check = life({ birth_date: bornYearsAgo(17), risk_category: 'high' }, '9999999.9');
    expect(check.providers[0]!.reasons.map((reason) => reason.text)).toEqual([
      'Age 17 below minimum 18',
      "Risk category 'high' not accepted",
      'Coverage 9999999.90 exceeds maximum 500000',
    ]);
    expect(check).toMatchObject({ eligible_count: 0, ineligible_count: 4, best_provider: null, lowest_premium: null });
  });

  it('gives a missing birth date before risk and coverage', () => {
    const [answer] = life({ birth_date: null, risk_category: 'high' }, '600000').providers;
    expect(answer!.reasons.map((reason) => reason.code)).toEqual([
      'birth_date_missing',
      'risk_not_accepted',
      'coverage_above_maximum',
    ]);
  });

  it('decides a tie by the order of the table', () => {
    const level = { ...catalogue, products: catalogue.products.map((product) => ({ ...product, multiplier: '1.00' })) };
    expect(checkEligibility(level, anApplicant(), 'auto', null, TODAY).best_provider).toBe('generali');
  });

  it('asks a fifth provider that exists in the data alone', () => {
    const fifth = { ...catalogue.providers[0], code: 'helvetia', name: 'Helvetia' };
    const product = { ...catalogue.products[0]!, provider: 'helvetia', multiplier: '0.50' };
    const wider = {
      ...catalogue,
      providers: [...catalogue.providers, fifth],
      products: [product, ...catalogue.products],
    };
    const check = checkEligibility(wider, anApplicant(), 'life', null, TODAY);
    expect(check.providers.map((one) => one.provider)).toEqual(['generali', 'unipolsai', 'allianz', 'axa', 'helvetia']);
    expect(check).toMatchObject({ best_provider: 'helvetia', lowest_premium: '360.00' });
    expect(checkEligibility(wider, anApplicant(), 'home', null, TODAY).providers).toHaveLength(4);
  });

  it('refuses a birth date after today as a validation error', () => {
    expect(() => life({ birth_date: '2026-11-25' })).toThrow(
      expect.objectContaining({
        code: 'validation_failed',
        errors: [expect.objectContaining({ field: 'birth_date' })],
      }),
    );
  });

  it('counts who is born on 29 February as a year older on 1 March of a common year', () => {
    const on = (today: string) =>
      checkEligibility(catalogue, anApplicant({ birth_date: '2008-02-29' }), 'auto', null, today).providers[0]!.reason;
    expect(on('2026-02-28')).toBe('Age 17 below minimum 18');
    expect(on('2026-03-01')).toBeNull();
  });
});
