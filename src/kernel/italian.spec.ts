import { expect, it } from '@jest/globals';
import { a, and, day } from './italian.js';

it.each([
  ['AXA', 'ad AXA'],
  ['Allianz', 'ad Allianz'],
  ['Generali', 'a Generali'],
  ['UnipolSai', 'a UnipolSai'],
  ['Àncora', 'ad Àncora'],
])('puts the preposition before %s as it is spoken', (name, said) => {
  expect(a(name)).toBe(said);
});

it.each([
  ['il', '8 novembre', 'l’8 novembre'],
  ['del', '11 maggio', 'dell’11 maggio'],
  ['al', '18 maggio', 'al 18 maggio'],
  ['dal', '1° marzo', 'dal 1° marzo'],
] as const)('puts %s before %s as it is spoken', (article, date, said) => {
  expect(day(article, date)).toBe(said);
});

it.each([
  ['AXA', 'Generali', 'AXA e Generali'],
  ['AXA', 'Europ Assistance', 'AXA ed Europ Assistance'],
])('joins %s and %s as it is spoken', (one, other, said) => {
  expect(and(one, other)).toBe(said);
});
