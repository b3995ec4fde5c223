import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DEFAULT_MODEL } from '../../../platform/ai/language-model.config.js';
import { LanguageModel } from '../../../platform/ai/language-model.js';
import * as claudes from '../../../../test/support/scripted-claude.js';
import { Advisor, withProviderNames } from './advisor.js';
import { type AnswerStore, type StoredAnswer } from './answers.js';
import { type ComparisonFacts } from './facts.js';
import { PROMPT_VERSION } from './prompt-v1.js';
import { answerByRules, rankByRules } from './rules.js';

const { auto } = JSON.parse(readFileSync(new URL('./guard-corpus/facts.json', import.meta.url), 'utf8')) as Record<
  string,
  ComparisonFacts
>;
const facts = deepFrozen(auto!);
const names = ['Generali', 'UnipolSai', 'Allianz', 'AXA'];
/** Long enough for a busy machine, where the deadline is not the point. */
const PATIENT_MS = 20_000;
const IMPATIENT_MS = 300;

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFrozen);
  return Object.freeze(value);
}

class RememberedAnswers implements AnswerStore {
  readonly kept = new Map<string, StoredAnswer>();
  async find(hash: string) {
    return this.kept.get(hash) ?? null;
  }
  async keep(hash: string, answer: StoredAnswer) {
    this.kept.set(hash, answer);
  }
}

const brokenStore: AnswerStore = {
  find: () => Promise.reject(new Error('connection refused')),
  keep: () => Promise.reject(new Error('connection refused')),
};

describe('the advisor with Claude behind the real SDK', () => {
  let claude: claudes.ScriptedClaude;
  let answers: RememberedAnswers;
  let advisor: Advisor;

  function anAdvisor(
    store: AnswerStore,
    { apiKey = 'key', model = DEFAULT_MODEL as string, timeoutMs = PATIENT_MS } = {},
  ): Advisor {
    const config = {
      apiKey,
      model,
      baseUrl: claude.url,
      timeoutMs,
      maxTokens: 2000,
      requestsPerMinute: 50,
    };
    return new Advisor(new LanguageModel(config, { take: async () => true }), store);
  }

  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(undefined as never));
  beforeEach(async () => {
    claude = await claudes.ScriptedClaude.start();
    answers = new RememberedAnswers();
    advisor = anAdvisor(answers);
  });
  afterEach(() => claude.stop());

  it('uses a valid answer and records what it cost', async () => {
    claude.answers(claudes.honest);
    const advice = await advisor.advise(facts, 'en', names);
    expect(advice).toMatchObject({
      source: 'claude',
      fallbackReason: null,
      model: DEFAULT_MODEL,
      promptVersion: PROMPT_VERSION,
      cached: false,
      inputTokens: 1234,
      outputTokens: 567,
      reasoning: '{B} has the lowest premium of the comparison.',
    });
    expect(advice.latencyMs).toBeGreaterThan(0);
    // By premium, not as the rules have it: B, A, D, C.
    expect(advice.ranking.map(({ label, score }) => [label, score])).toEqual([
      ['B', 90],
      ['D', 85],
      ['A', 80],
      ['C', 75],
    ]);
    const rules = new Map(rankByRules(facts).map((quote) => [quote.label, quote]));
    for (const { label, rulesScore, criteria } of advice.ranking) {
      expect({ label, score: rulesScore, criteria }).toEqual(rules.get(label));
    }
  });

  it.each<[string, claudes.Behaviour]>([
    ['timeout', claudes.never],
    ['timeout', claudes.late(IMPATIENT_MS * 4)],
    ['timeout', claudes.dripping],
    ['rate_limited', claudes.rateLimited],
    ['overloaded', claudes.overloaded],
    ['overloaded', claudes.failing(503, 'api_error')],
    ['unreachable', claudes.failing(500, 'api_error')],
    ['refused', claudes.failing(401, 'authentication_error')],
    ['unreachable', claudes.resetting],
    ['unreachable', claudes.breakingOff],
    ['invalid_answer', claudes.garbage],
    ['invalid_answer', claudes.otherPage],
    ['invalid_answer', claudes.notJson],
    ['invalid_answer', claudes.wrongForm],
    ['truncated', claudes.truncated],
    ['refused', claudes.declined],
    ['invalid_answer', claudes.wrongLabels],
    ['guard_ranking', claudes.repeatedLabel],
    ['guard_ranking', claudes.missingQuote],
    ['guard_score', claudes.scoreOutOfRange],
    ['guard_number', claudes.inventedNumber],
    ['guard_name', claudes.inventedProvider],
    ['guard_characters', claudes.obedient],
  ])('ends in %s and the rules’ ranking (case %#)', async (reason, behaviour) => {
    claude.answers(behaviour);
    // A server that never ends, or ends too late with a valid answer, shows by this returning that there is a deadline.
    const timeoutMs = reason === 'timeout' ? IMPATIENT_MS : PATIENT_MS;
    const advice = await anAdvisor(answers, { timeoutMs }).advise(facts, 'it', names);

    expect(advice).toMatchObject({ source: 'rules', fallbackReason: reason, model: DEFAULT_MODEL, cached: false });
    const rules = answerByRules(facts, 'it');
    expect(
      advice.ranking.map(({ label, score, pros, cons, keyFeatures, reasoning }) => ({
        label,
        score,
        pros,
        cons,
        key_features: keyFeatures,
        reasoning,
      })),
    ).toEqual(rules.ranking);
    expect([advice.reasoning, advice.riskAssessment, advice.additionalNotes]).toEqual([
      rules.reasoning,
      rules.risk_assessment,
      rules.additional_notes,
    ]);
    expect(claude.requests.length).toBeLessThanOrEqual(1);
    expect(answers.kept.size).toBe(0);
  });

  it('records the tokens of an answer that it refused', async () => {
    claude.answers(claudes.inventedNumber);
    expect(await advisor.advise(facts, 'en', names)).toMatchObject({ inputTokens: 1234, outputTokens: 567 });
  });

  it('sends labels and figures only, and asks for no tools', async () => {
    claude.answers(claudes.honest);
    await advisor.advise(facts, 'en', names);
    const [{ text, body, headers, path }] = claude.requests as [claudes.ClaudeRequest];
    expect(path).toBe('/v1/messages');
    expect(headers.authorization).toBe('Bearer key');
    expect(Object.keys(body).sort()).toEqual([
      'max_tokens',
      'messages',
      'model',
      'output_config',
      'system',
      'thinking',
    ]);
    expect(body).toMatchObject({
      model: DEFAULT_MODEL,
      max_tokens: 2000,
      output_config: { format: { type: 'json_schema' } },
    });
    expect(body.messages).toHaveLength(1);

    const sent = JSON.parse(body.messages[0]!.content) as { quotes: object[] };
    expect(Object.keys(sent)).toEqual([
      'insurance_type',
      'risk_category',
      'currency',
      'coverage_asked',
      'instalments_a_year',
      'quotes',
    ]);
    expect(sent.quotes.map((quote) => Object.keys(quote))).toEqual(
      sent.quotes.map(() => [
        'label',
        'annual_premium',
        'monthly_premium',
        'maximum_coverage',
        'deductible',
        'claim_settlement_ratio_percent',
        'solvency_ratio_percent',
        'payment_flexibility_out_of_100',
        'service_out_of_100',
        'risk_categories_accepted',
      ]),
    );
    expect(text).not.toMatch(/generali|unipol|allianz|axa|commission|birth|tax code|email/i);
  });

  it('answers equal facts from the store, for each language and model apart', async () => {
    claude.answers(claudes.honest);
    const first = await advisor.advise(facts, 'en', names);
    const second = await advisor.advise(facts, 'en', names);
    expect(claude.requests).toHaveLength(1);
    expect(second).toEqual({ ...first, cached: true, latencyMs: 0, inputTokens: 0, outputTokens: 0 });

    await advisor.advise(facts, 'it', names);
    await anAdvisor(answers, { model: 'claude-haiku-4-5' }).advise(facts, 'en', names);
    const dearer = facts.quotes.map((quote) => ({ ...quote, annualPremium: '2000.00' }));
    await advisor.advise({ ...facts, quotes: dearer }, 'en', names);
    expect(claude.requests.map(({ body }) => body.model)).toEqual([
      DEFAULT_MODEL,
      DEFAULT_MODEL,
      'claude-haiku-4-5',
      DEFAULT_MODEL,
    ]);
  });

  it('does not trust a stored answer that the guard would refuse', async () => {
    claude.answers(claudes.honest);
    await advisor.advise(facts, 'en', names);
    for (const stored of answers.kept.values()) (stored.answer as { reasoning: string }).reasoning = 'Only 5 EUR.';
    expect(await advisor.advise(facts, 'en', names)).toMatchObject({ source: 'claude', cached: false });
    expect(claude.requests).toHaveLength(2);
  });

  it('goes on without a store that fails', async () => {
    claude.answers(claudes.honest);
    expect(await anAdvisor(brokenStore).advise(facts, 'en', names)).toMatchObject({ source: 'claude', cached: false });
  });

  it('asks nobody without a key', async () => {
    const advice = await anAdvisor(answers, { apiKey: '' }).advise(facts, 'en', names);
    expect(advice).toMatchObject({
      source: 'rules',
      fallbackReason: 'no_api_key',
      model: null,
      promptVersion: null,
      latencyMs: 0,
    });
    expect(claude.requests).toHaveLength(0);
  });

  it('names providers where the texts have labels', async () => {
    claude.answers(claudes.honest);
    const advice = await advisor.advise(facts, 'en', names);
    const named = withProviderNames(advice, { A: 'Allianz', B: 'AXA', C: 'Generali', D: 'UnipolSai' });
    expect(named.reasoning).toBe('AXA has the lowest premium of the comparison.');
    expect(named.ranking[1]!.reasoning).toBe('UnipolSai asks 960.00 EUR a year.');
    expect({ ...named, ranking: [], reasoning: '' }).toEqual({ ...advice, ranking: [], reasoning: '' });
  });
});
