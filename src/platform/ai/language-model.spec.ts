import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import * as claudes from '../../../test/support/scripted-claude.js';
import { Breaker } from './breaker.js';
import { DEFAULT_MODEL, littleThinking } from './language-model.config.js';
import { LanguageModelError } from './language-model-error.js';
import { LanguageModel } from './language-model.js';
import { RequestSlots } from './request-slots.js';
import { type RequestBudget } from './request-budget.js';

const question = { system: 'Greet.', user: '{}', schema: z.strictObject({ greeting: z.string().max(20) }) };
const greeting = claudes.answering(() => ({ greeting: 'Buongiorno' }));
const endless: RequestBudget = { take: async () => true };

describe('the language model', () => {
  let claude: claudes.ScriptedClaude;
  beforeAll(async () => void (claude = await claudes.ScriptedClaude.start()));
  beforeEach(() => void (claude.requests.length = 0));
  afterAll(() => claude.stop());

  const aModel = ({ timeoutMs = 20_000, model = DEFAULT_MODEL as string, budget = endless, apiKey = 'key' } = {}) =>
    new LanguageModel({ apiKey, baseUrl: claude.url, model, timeoutMs, maxTokens: 300, requestsPerMinute: 50 }, budget);

  const reasonOf = (model: LanguageModel) =>
    model.answer(question).then(
      () => 'answered',
      (error: unknown) => (error as LanguageModelError).reason,
    );

  it('returns the answer as the schema reads it, with its model and tokens', async () => {
    claude.answers(greeting);
    const answer = await aModel().answer(question);
    expect(answer).toMatchObject({
      json: { greeting: 'Buongiorno' },
      model: DEFAULT_MODEL,
      inputTokens: 1234,
      outputTokens: 567,
    });
    expect(claude.requests[0]!.body).toMatchObject({
      model: DEFAULT_MODEL,
      max_tokens: 300,
      system: 'Greet.',
      messages: [{ role: 'user', content: '{}' }],
      output_config: {
        format: {
          type: 'json_schema',
          schema: { type: 'object', required: ['greeting'], additionalProperties: false },
        },
      },
    });
  });

  it('checks bounds that the schema sent along cannot enforce', async () => {
    claude.answers(claudes.answering(() => ({ greeting: 'x'.repeat(21) })));
    await expect(aModel().answer(question)).rejects.toMatchObject({
      reason: 'invalid_answer',
      usage: { outputTokens: 567 },
    });
  });

  it('never retries', async () => {
    claude.answers(claudes.overloaded, greeting);
    expect(await reasonOf(aModel())).toBe('overloaded');
    expect(claude.requests).toHaveLength(1);
  });

  it('asks nothing without a key', async () => {
    expect(await reasonOf(aModel({ apiKey: '' }))).toBe('no_api_key');
    expect(claude.requests).toHaveLength(0);
  });

  it('asks nothing when the minute is used up or cannot be counted', async () => {
    expect(await reasonOf(aModel({ budget: { take: async () => false } }))).toBe('busy');
    expect(await reasonOf(aModel({ budget: { take: () => Promise.reject(new Error('down')) } }))).toBe('busy');
    expect(claude.requests).toHaveLength(0);
  });

  it('keeps the deadline while the budget is slow to answer', async () => {
    expect(await reasonOf(aModel({ timeoutMs: 100, budget: { take: () => new Promise(() => {}) } }))).toBe('busy');
  });

  it('asks four at once and serves the others in turn', async () => {
    let underWay = 0;
    let most = 0;
    claude.answers((request, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      response.on('close', () => (underWay -= 1));
      claudes.late(30, greeting)(request, response);
    });
    const model = aModel({ timeoutMs: 20_000 });
    const reasons = await Promise.all(Array.from({ length: 12 }, () => reasonOf(model)));
    expect(new Set(reasons)).toEqual(new Set(['answered']));
    expect(most).toBe(4);
  });

  it('stops asking after five failures in a row', async () => {
    claude.answers(claudes.overloaded);
    const model = aModel();
    for (let failure = 1; failure <= 5; failure += 1) expect(await reasonOf(model)).toBe('overloaded');
    expect(await reasonOf(model)).toBe('breaker_open');
    expect(claude.requests).toHaveLength(5);
  });

  it('counts failures in a row only', async () => {
    claude.answers(...Array.from({ length: 4 }, () => claudes.overloaded), greeting, claudes.overloaded);
    const model = aModel();
    for (let request = 1; request <= 9; request += 1) await reasonOf(model);
    expect(await reasonOf(model)).toBe('overloaded');
    expect(claude.requests).toHaveLength(10);
  });

  it.each([
    [DEFAULT_MODEL, { thinking: { type: 'between_tools' }, effort: 'low' }],
    ['claude-haiku-5-5', { effort: 'low' }],
    ['claude-haiku-4-5-20251001', {}],
  ])('asks %s for little thinking in the way that it understands', async (model, settings) => {
    expect(littleThinking(model)).toEqual(settings);
    claude.answers(greeting);
    await aModel({ model }).answer(question);
    const { thinking, output_config } = claude.requests[0]!.body;
    expect({ thinking, effort: (output_config as { effort?: string }).effort }).toEqual({
      thinking: undefined,
      effort: undefined,
      ...settings,
    });
  });
});

describe('slots', () => {
  const patience = () => new AbortController();

  it('lets those who gave up waiting pass by', async () => {
    const slots = new RequestSlots(1);
    const leave = await slots.take(patience().signal);
    const impatient = patience();
    const gaveUp = slots.take(impatient.signal);
    const next = slots.take(patience().signal);
    impatient.abort(new Error('too late'));
    await expect(gaveUp).rejects.toThrow('too late');
    leave();
    await expect(next).resolves.toBeInstanceOf(Function);
  });

  it('gives none to who comes too late', async () => {
    await expect(new RequestSlots(1).take(AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });
});

describe('the breaker', () => {
  let now = 0;
  const aBreaker = () => new Breaker(2, 30_000, () => now);

  it('opens at the limit, for its time', () => {
    const breaker = aBreaker();
    breaker.failed();
    expect(breaker.isOpen).toBe(false);
    breaker.failed();
    expect(breaker.isOpen).toBe(true);
    now += 29_999;
    expect(breaker.isOpen).toBe(true);
    now += 1;
    expect(breaker.isOpen).toBe(false);
  });

  it('opens anew at the first failure after its time, unless something succeeds', () => {
    const breaker = aBreaker();
    breaker.failed();
    breaker.failed();
    now += 30_000;
    breaker.failed();
    expect(breaker.isOpen).toBe(true);
    now += 30_000;
    breaker.succeeded();
    breaker.failed();
    expect(breaker.isOpen).toBe(false);
  });
});
