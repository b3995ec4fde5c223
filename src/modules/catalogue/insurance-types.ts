const LIMIT = { en: 'coverage limit', it: 'massimale' };

/**
 * Lines of business that can be insured, in the order in which answers list them, with their words within a sentence:
 * everything that a person reads names an insurance, and what it pays at most, alike. A life insurance pays a sum, the
 * others pay for what happens, up to a limit.
 */
const TYPES = {
  life: {
    name: { en: 'life insurance', it: 'assicurazione sulla vita' },
    coverage: { en: 'sum insured', it: 'somma assicurata' },
  },
  auto: { name: { en: 'car insurance', it: 'assicurazione auto' }, coverage: LIMIT },
  home: { name: { en: 'home insurance', it: 'assicurazione casa' }, coverage: LIMIT },
  health: { name: { en: 'health insurance', it: 'assicurazione sanitaria' }, coverage: LIMIT },
};

export type InsuranceType = keyof typeof TYPES;
export const insuranceTypes = Object.keys(TYPES) as InsuranceType[];

type Words = Record<'en' | 'it', Record<InsuranceType, string>>;

export const insuranceWords: Words = { en: words('name', 'en'), it: words('name', 'it') };
export const coverageWords: Words = { en: words('coverage', 'en'), it: words('coverage', 'it') };

function words(of: 'name' | 'coverage', language: 'en' | 'it'): Record<InsuranceType, string> {
  return Object.fromEntries(insuranceTypes.map((type) => [type, TYPES[type][of][language]])) as never;
}
