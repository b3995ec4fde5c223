import { labelsIn } from './labels.js';
import { type TermFacts, type Texts } from './texts.js';

export const ENGLISH: Texts = {
  title: 'Insurance contract',
  subject: (insuranceType, provider) => `${insuranceType} with ${provider}`,
  labels: labelsIn('en'),
  none: 'None',
  yes: 'Yes',
  no: 'No',
  statuses: { active: 'Active', expired: 'Expired', cancelled: 'Cancelled' },
  partyTypes: { individual: 'Individual', family: 'Family', business: 'Business' },
  occupationRisks: { standard: 'Standard', high: 'High', very_high: 'Very high' },
  breakdown: {
    base: 'Base annual premium',
    multiplier: (provider) => `Tariff of ${provider}`,
    risk: 'Risk category',
    coverage: (word, amount) => `${word} of ${amount}`,
    age: 'Age of the insured party',
  },
  terms: englishTerms,
  forCompany: (company) => `For ${company}`,
  forInsuredParty: 'The insured party',
  page: { before: 'Page ', between: ' of ' },
  smallPrint:
    'Demonstration document. The provider’s name is the trademark of its owner; the terms, tariff and figures ' +
    'shown here are synthetic demo data and not an offer of that company.',
};

function englishTerms(facts: TermFacts): { title: string; text: string }[] {
  return [
    {
      title: 'Cover period',
      text:
        `Cover begins on ${facts.start} and runs to the end of ${facts.end}. From ${facts.renewal} the policy can be ` +
        `renewed for another year, at a premium based on the tariff${facts.aged ? ' and the insured party’s age' : ''} ` +
        'on the first day of that year.',
    },
    {
      title: 'Premium payment',
      text:
        `The annual premium of ${facts.annualPremium} is paid in ${facts.instalments} ` +
        `${facts.instalments === 1 ? 'instalment' : 'instalments'} on the dates of the payment plan.`,
    },
    {
      title: 'Claims',
      text: `Every claim must be notified to ${facts.provider} or to ${facts.company} within 30 days of the event.`,
    },
    ...coolingOff(facts.coolingOffDays),
    {
      title: 'Cancellation',
      text:
        `${facts.coolingOffDays === null ? 'The' : 'Once the cooling-off days are over, the'} insured party may cancel ` +
        'at any time. Cover runs to the end of the day on which the cancellation takes effect, and the premium of the ' +
        'unused days is refunded: premium × unused days ÷ days in the policy year, rounded once to the cent.',
    },
    { title: 'Changes', text: 'A change to this contract is valid only if both parties agree to it in writing.' },
    {
      title: 'Data protection',
      text:
        `${facts.company} and ${facts.provider} process personal data only to conclude and perform this contract, ` +
        'under Regulation (EU) 2016/679 (GDPR). The insured party may ask for access, correction and erasure.',
    },
    {
      title: 'Applicable law',
      text: 'This contract is governed by Italian law. Rights that the law grants to consumers remain unaffected.',
    },
  ];
}

function coolingOff(days: number | null): { title: string; text: string }[] {
  if (days === null) return [];
  const text =
    `Within ${days} days of signing the insured party may withdraw: the whole premium is returned and cover is ` +
    'undone from its start. The day of signing is not counted, the last day is included.';
  return [{ title: 'Cooling-off', text }];
}
