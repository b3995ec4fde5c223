import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type ComparisonFacts } from './facts.js';
import { checkAdvice } from './guard.js';
import { answerByRules } from './rules.js';

type Case = ['life' | 'auto', string];

const facts = JSON.parse(readFileSync(new URL('./guard-corpus/facts.json', import.meta.url), 'utf8')) as Record<
  'life' | 'auto',
  ComparisonFacts
>;
const names = ['Generali', 'UnipolSai', 'Allianz', 'AXA'];

const foreign: Case[] = [
  ['life', '{B} costs 736.00 EUR a month.'],
  ['life', '{B} costs 61.33 EUR a year.'],
  ['life', 'A premium of 90 EUR.'],
  ['life', 'Solvency of 90 out of 100.'],
  ['life', '{B} costa un euro al giorno.'],
  ['life', 'Sicurama, invece, costa meno.'],
  ['life', 'Sicurama non offre di più.'],
  ['life', 'Approved by IVASS.'],
  ['life', '{B} is cheaper by a fifth.'],
  ['life', 'A costs 880.00 EUR.'],
  ['life', 'The premium is 250k.'],
  ['life', 'Copertura di 250 mila euro.'],
  ['life', '{B} costs 736.00 EUR for 10 years.'],
  ['life', 'Coverage of 736.00 EUR.'],
  ['life', 'Premio di 600.000 euro.'],
  ['life', '{B} dura dieci anni.'],
  ['life', 'Costa settecento euro.'],
  ['life', 'A premium of seven hundred.'],
  ['life', 'Cover starts on 01/01/2027.'],
  ['life', '{B} saves ten percent.'],
  ['life', '{B} ha un costo di 7 3 6 euro.'],
  ['life', 'The premium is €736.50.'],
  ['life', '{B} costs 736,5 EUR.'],
  ['life', '{A}: 736.00 EUR.'],
  ['life', 'Ask {D} too.'],
  ['life', 'The price is roughly 740 EUR.'],
  ['life', 'Franchigia di 250.000 euro.'],
  ['life', '{C} settles 91.6% of claims.'],
  ['life', 'Costs 1OO EUR.'],
  ['life', 'Two hundred reasons.'],
  ['life', 'Il premio cala del dieci per cento.'],
  ['auto', '{A} keeps a deductible of 500.00 EUR and {B} one of 250.00 EUR.'],
  ['life', 'Its monthly premium of 736.00 EUR is low.'],
  ['life', 'Il premio mensile è di 736,00 euro.'],
  ['life', 'Hello Mario, this is for you.'],
  ['life', 'Poste Vita costs less.'],
  ['life', 'Covers 100% of the loss.'],
  ['life', 'Available 24 hours.'],
  ['life', '{A} beats {B} by 144.00 EUR.'],
  ['life', 'Premium of 736.00 EUR\nnew line'],
  ['life', 'Ranked 2nd of 15 providers.'],
  ['life', '{B} is three times as flexible.'],
  ['life', 'Pays 3 times the amount.'],
  ['life', 'Cinquecentomila euro di massimale.'],
  ['life', 'mille euro'],
  ['life', 'No deductible applies below 50 EUR.'],
  ['life', 'One in three claims is turned down.'],
  ['life', 'Un sinistro su tre viene respinto.'],
  ['life', 'The first month is free.'],
  ['life', 'A premium of CM euros.'],
  ['life', 'Costa un centinaio di euro.'],
  ['life', 'Premium of 1e3 EUR.'],
];

const borneOut: Case[] = [
  ['life', '{B} costs 736 EUR a year.'],
  ['life', 'Premium per year: €736.00.'],
  ['life', 'La rata è di 61,33 euro al mese.'],
  ['life', 'For 736.00 EUR a year, {B} gives 250,000 EUR of coverage.'],
  ['auto', 'Solvency of 209% and 95.7% of claims settled make {A} dependable.'],
  ['auto', '{A} and {C} accept all risks.'],
  ['auto', 'One of the four quotes stands out.'],
  ['auto', 'Tra i quattro preventivi, uno solo prevede una franchigia di 250,00 euro.'],
  ['auto', 'Between 912.00 EUR for {B} and 1,056.00 EUR for {C}, premiums differ little.'],
  ['life', 'Con 12 rate da 61,33 euro, {B} resta accessibile.'],
  ['life', 'Se il cliente sei mesi fa aveva altre esigenze, va verificato.'],
  ['life', 'This makes it the second choice.'],
  ['life', 'Service quality (90 out of 100) is the highest among the three.'],
  ['auto', 'Paying 250.00 EUR per claim, {A} clients keep less risk.'],
  ['life', 'I sinistri liquidati sono il 95,7% per {A} contro il 91,6% di {B}.'],
  ['life', 'Serve più copertura? {A} arriva a 750.000 euro.'],
  ['life', "L'indice di solvibilità di {C}, pari al 220%, è il più alto."],
  ['auto', 'Rispetto a {C}, che chiede 1.056,00 euro, {B} fa spendere meno.'],
  ['life', 'Both {B} and {C} exclude high risk.'],
  ['life', 'Payments can be split into twelve instalments.'],
  ['life', 'Il premio può essere pagato in dodici rate.'],
];

describe('the guard, sentence by sentence', () => {
  const check = ([comparison, text]: Case) =>
    checkAdvice({ ...answerByRules(facts[comparison], 'en'), reasoning: text }, facts[comparison], names);

  it.each(foreign)('refuses, of %s: %s', (...sentence) => {
    expect(check(sentence)).not.toBeNull();
  });

  it.each(borneOut)('lets pass, of %s: %s', (...sentence) => {
    expect(check(sentence)).toBeNull();
  });
});

/** Sentences of one quote, or (null) of the comparison, that tell less of themselves: true figures in false company. */
const sentences = JSON.parse(readFileSync(new URL('./guard-corpus/sentences.json', import.meta.url), 'utf8')) as Record<
  'poisoned' | 'honest',
  ['life' | 'auto', string | null, string][]
>;

describe('the guard on a hundred sentences more', () => {
  const check = (comparison: 'life' | 'auto', about: string | null, text: string) => {
    const answer = answerByRules(facts[comparison], 'en');
    Object.assign(answer.ranking.find(({ label }) => label === about) ?? answer, { reasoning: text });
    return checkAdvice(answer, facts[comparison], names);
  };

  it.each(sentences.poisoned)('refuses, of %s %s: %s', (...sentence) => {
    expect(check(...sentence)).not.toBeNull();
  });

  it.each(sentences.honest)('lets pass, of %s %s: %s', (...sentence) => {
    expect(check(...sentence)).toBeNull();
  });
});

describe('the guard on rankings', () => {
  const answer = () => answerByRules(facts.life, 'en');
  const codeOf = (change: (given: ReturnType<typeof answer>) => void) => {
    const given = answer();
    change(given);
    return checkAdvice(given, facts.life, names)?.code;
  };

  it('lets the rules’ own ranking pass', () => {
    expect(checkAdvice(answer(), facts.life, names)).toBeNull();
  });

  it('refuses a missing quote', () => {
    expect(codeOf(({ ranking }) => ranking.pop())).toBe('ranking');
  });

  it('refuses a quote named twice', () => {
    expect(codeOf(({ ranking }) => (ranking[1]!.label = ranking[0]!.label))).toBe('ranking');
  });

  it('refuses a quote that is not in the comparison', () => {
    expect(codeOf(({ ranking }) => (ranking[2]!.label = 'D'))).toBe('ranking');
  });

  it.each([101, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a score of %d', (score) => {
    expect(codeOf(({ ranking }) => (ranking[0]!.score = score))).toBe('score');
  });

  it('refuses a worse quote with a better score', () => {
    expect(codeOf(({ ranking }) => (ranking[0]!.score = 1))).toBe('score');
  });

  it('looks into every text', () => {
    const lie = 'Only 1.99 EUR';
    expect(codeOf(({ ranking }) => ranking[2]!.pros.push(lie))).toBe('number');
    expect(codeOf(({ ranking }) => ranking[2]!.cons.push(lie))).toBe('number');
    expect(codeOf(({ ranking }) => ranking[2]!.key_features.push(lie))).toBe('number');
    expect(codeOf(({ ranking }) => (ranking[2]!.reasoning = lie))).toBe('number');
    expect(codeOf((given) => (given.reasoning = lie))).toBe('number');
    expect(codeOf((given) => (given.risk_assessment = lie))).toBe('number');
    expect(codeOf((given) => (given.additional_notes = lie))).toBe('number');
  });
});
