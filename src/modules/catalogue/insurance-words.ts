import { type InsuranceType } from './enumerations.js';

/** Within a sentence; everything that a person reads names an insurance, and what it pays at most, alike. */
type Words = Record<'en' | 'it', Record<InsuranceType, string>>;

export const insuranceWords: Words = {
  en: { life: 'life insurance', auto: 'car insurance', home: 'home insurance', health: 'health insurance' },
  it: {
    life: 'assicurazione sulla vita',
    auto: 'assicurazione auto',
    home: 'assicurazione casa',
    health: 'assicurazione sanitaria',
  },
};

/** A life insurance pays a sum, the others pay for what happens, up to a limit. */
export const coverageWords: Words = {
  en: { life: 'sum insured', auto: 'coverage limit', home: 'coverage limit', health: 'coverage limit' },
  it: { life: 'somma assicurata', auto: 'massimale', home: 'massimale', health: 'massimale' },
};
