import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Client } from '../support/client.js';
import { aComparison, aProspect } from '../support/journey.js';
import * as claude from '../support/scripted-claude.js';
import { System } from '../support/system.js';

jest.setTimeout(60_000);

/** Claude behind its own SDK, against a server that does what a model, its service or a network may do. */
describe('the advisor, asking Claude', () => {
  let scripted: claude.ScriptedClaude;
  let system: System;
  let broker: Client;
  let prospect: number;
  let coverage = 100_000;

  beforeAll(async () => {
    scripted = await claude.ScriptedClaude.start();
    system = await System.start({
      worker: false,
      environment: {
        ANTHROPIC_API_KEY: 'a-key-of-the-tests',
        ANTHROPIC_BASE_URL: scripted.url,
        ADVISOR_TIMEOUT_MS: '2000',
      },
    });
    broker = await system.as('broker1');
    prospect = await aProspect(broker, { notes: 'calls after six, has a heart condition' });
  });
  afterAll(async () => {
    await system?.end();
    await scripted?.stop();
  });

  const generate = (coverage_amount: number) => aComparison(broker, prospect, { coverage_amount });

  /** As stored, to the cent. */
  const premiums = (comparison: any) =>
    system.query(
      'SELECT provider, annual_premium, monthly_premium, premium_breakdown FROM quote WHERE comparison_id = $1 ORDER BY provider',
      [comparison.comparison_id],
    );

  it('uses a valid answer, and the same one again for the same facts', async () => {
    scripted.answers(claude.honest);
    const first = await generate(90_000);
    expect(first.advisor).toMatchObject({ source: 'claude', fallback_reason: null });
    expect(first.quotes.map((one: any) => one.ai_score)).toEqual([90, 85, 80]);
    const asked = scripted.requests.length;
    const second = await generate(90_000);
    expect(second.advisor.source).toBe('claude');
    expect(second.ai_reasoning).toBe(first.ai_reasoning);
    expect(scripted.requests).toHaveLength(asked);
    const [{ advisor }] = await system.query('SELECT advisor FROM comparison WHERE id = $1', [first.comparison_id]);
    expect(advisor).toMatchObject({ source: 'claude', input_tokens: 1234, output_tokens: 567, cached: false });
  });

  it.each([
    ['never answers', claude.never, 'timeout'],
    ['drips', claude.dripping, 'timeout'],
    ['answers 429', claude.rateLimited, 'rate_limited'],
    ['answers 529', claude.overloaded, 'overloaded'],
    ['resets the connection', claude.resetting, 'unreachable'],
    ['breaks off', claude.breakingOff, 'unreachable'],
    ['sends garbage', claude.garbage, 'invalid_answer'],
    ['is another page', claude.otherPage, 'invalid_answer'],
    ['chats', claude.notJson, 'invalid_answer'],
    ['answers in another form', claude.wrongForm, 'invalid_answer'],
    ['stops half-way', claude.truncated, 'truncated'],
    ['declines', claude.declined, 'refused'],
    ['labels what is not there', claude.wrongLabels, 'invalid_answer'],
    ['ranks one quote thrice', claude.repeatedLabel, 'guard_ranking'],
    ['forgets a quote', claude.missingQuote, 'guard_ranking'],
    ['scores 250', claude.scoreOutOfRange, 'guard_score'],
    ['invents a number', claude.inventedNumber, 'guard_number'],
    ['names another company', claude.inventedProvider, 'guard_name'],
    ['obeys what was smuggled in', claude.obedient, expect.stringMatching(/^guard_/)],
  ])('falls back to the rules when it %s, with the same premiums', async (_, behaviour, reason) => {
    coverage += 1000;
    scripted.answers(behaviour);
    const ruled = await generate(coverage);
    expect(ruled.advisor).toMatchObject({ source: 'rules', fallback_reason: reason });
    const [stored] = await system.query('SELECT advisor FROM comparison WHERE id = $1', [ruled.comparison_id]);
    expect(stored.advisor).toMatchObject({ source: 'rules', fallback_reason: reason });
    expect(ruled.quotes.filter((one: any) => one.is_recommended)).toHaveLength(1);

    // The same facts with a good answer: other words, the same money. It also keeps the breaker closed.
    scripted.answers(claude.honest);
    const advised = await generate(coverage);
    expect(advised.advisor.source).toBe('claude');
    expect(await premiums(ruled)).toEqual(await premiums(advised));
  });

  it('stops asking after five failures in a row', async () => {
    scripted.answers(claude.overloaded);
    for (let times = 0; times < 5; times += 1) await generate((coverage += 1000));
    const asked = scripted.requests.length;
    expect((await generate(coverage + 500)).advisor).toMatchObject({
      source: 'rules',
      fallback_reason: 'breaker_open',
    });
    expect(scripted.requests).toHaveLength(asked);
  });

  it('is answered by another model after one line of configuration', async () => {
    await system.api.stop();
    await system.api.start({ ANTHROPIC_MODEL: 'claude-haiku-5-5' });
    scripted.answers(claude.honest);
    const { advisor } = await generate(90_000);
    expect(advisor).toMatchObject({ source: 'claude', model: 'claude-haiku-5-5' });
    expect(scripted.requests.at(-1)!.body.model).toBe('claude-haiku-5-5');
  });

  it('keeps an answer for a day', async () => {
    const asked = scripted.requests.length;
    await system.query(`UPDATE advisor_answer SET created_at = created_at - interval '23 hours 50 minutes'`);
    expect((await generate(90_000)).advisor.source).toBe('claude');
    expect(scripted.requests).toHaveLength(asked);
    await system.query(`UPDATE advisor_answer SET created_at = created_at - interval '10 minutes'`);
    expect((await generate(90_000)).advisor.source).toBe('claude');
    expect(scripted.requests).toHaveLength(asked + 1);
  });

  it('asks no more than fifty times in any minute', async () => {
    expect(await system.query('SELECT count(*)::int AS slots FROM language_model_slot')).toEqual([{ slots: 50 }]);
    await system.query(
      `UPDATE language_model_slot SET used_at = clock_timestamp() - CASE WHEN slot <= 3 THEN interval '61 s' ELSE interval '0 s' END`,
    );
    const asked = scripted.requests.length;
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(async (n) => (await generate(200_000 + n)).advisor));
    expect(scripted.requests).toHaveLength(asked + 3);
    expect(answers.map(({ source, fallback_reason }) => `${source} ${fallback_reason}`).sort()).toEqual([
      ...Array(3).fill('claude null'),
      ...Array(3).fill('rules busy'),
    ]);
  });

  it('told Claude nothing personal, ever', () => {
    expect(scripted.requests.length).toBeGreaterThan(40);
    for (const { text } of scripted.requests)
      expect(text).not.toMatch(/marco|rossi|example\.com|3331234567|1985-03-15|heart|broker1|"prospect/i);
  });
});
