import { expect, it } from '@jest/globals';
import { checkedDetails } from '../../modules/prospects/prospect-details.js';
import { detailWarnings } from '../../modules/prospects/prospect-warnings.js';
import { demoProspect } from './people.js';

it('nobody in the demo book is refused or remarked on', () => {
  const people = Array.from({ length: 300 }, (_, n) => demoProspect(n));
  expect(people.filter(({ vat_number }) => vat_number).length).toBeGreaterThan(20);
  for (const person of people)
    expect([checkedDetails(person, '2026-11-24'), detailWarnings(person)]).toEqual([person, []]);
});
