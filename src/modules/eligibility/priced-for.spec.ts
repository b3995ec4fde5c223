import { describe, expect, it } from '@jest/globals';
import { type Applicant } from './eligibility.js';
import { changedFacts, pricedFor, type PricingFact } from './priced-for.js';

const MARCO: Applicant = { prospect_type: 'individual', birth_date: '1985-03-15', risk_category: null };
const ROSSI_SRL: Applicant = { ...MARCO, prospect_type: 'business' };

describe('the facts that price a quote', () => {
  it.each<[string, Applicant, Partial<Applicant>, PricingFact[]]>([
    ['nothing', MARCO, {}, []],
    ['a risk category that it counted as before', MARCO, { risk_category: 'medium' }, []],
    ['another risk category', MARCO, { risk_category: 'high' }, ['risk_category']],
    ['a corrected birth date', MARCO, { birth_date: '1985-03-16' }, ['birth_date']],
    ['a birth date taken back', MARCO, { birth_date: null }, ['birth_date']],
    ['a family', MARCO, { prospect_type: 'family' }, ['prospect_type']],
    ['a business, which has no age', MARCO, { prospect_type: 'business' }, ['birth_date', 'prospect_type']],
    ["the birth date of a business's contact", ROSSI_SRL, { birth_date: '1940-01-01' }, []],
    [
      'all of them',
      MARCO,
      { birth_date: '1940-01-01', risk_category: 'low', prospect_type: 'family' },
      ['birth_date', 'prospect_type', 'risk_category'],
    ],
  ])('after %s', (_change, before, change, changed) => {
    expect(changedFacts(pricedFor(before), pricedFor({ ...before, ...change }))).toEqual(changed);
  });
});
