import type { Anthropic } from '@anthropic-ai/sdk';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Breaker } from './breaker.js';
import { type Claude, type Question } from './claude.js';
import { LANGUAGE_MODEL_CONFIG, type LanguageModelConfig } from './language-model.config.js';
import { LanguageModelError, type LanguageModelFailure } from './language-model-error.js';
import { RequestSlots } from './request-slots.js';
import { REQUEST_BUDGET, type RequestBudget } from './request-budget.js';

export interface Answer<T> {
  json: T;
  /** The model that answered, as the service names it. */
  model: string;
  inputTokens: number;
  outputTokens: number;
  /** Wall-clock milliseconds from asking to answer, waiting included. */
  latencyMs: number;
}

const FAILURES_TO_OPEN = 5;
const OPEN_MS = 30_000;
const AT_ONCE = 4;

/** What says nothing about the health of the service. */
const OURS: readonly LanguageModelFailure[] = ['no_api_key', 'breaker_open', 'busy'];

/**
 * Claude behind the official SDK: one question, one answer of a given form. No tools, no retries, a deadline over
 * everything, a few at once, a breaker. Whatever goes wrong is a `LanguageModelError` with its reason.
 */
@Injectable()
export class LanguageModel {
  private readonly claude: Promise<Claude> | null;
  private readonly slots: RequestSlots;
  private readonly breaker = new Breaker(FAILURES_TO_OPEN, OPEN_MS);

  constructor(
    @Inject(LANGUAGE_MODEL_CONFIG) private readonly config: LanguageModelConfig,
    @Inject(REQUEST_BUDGET) private readonly budget: RequestBudget,
  ) {
    this.slots = new RequestSlots(config.atOnce ?? AT_ONCE);
    // From the beginning, so that no question waits for it; without a key never, for it is big.
    this.claude = config.apiKey ? import('./claude.js').then(({ Claude }) => new Claude(config)) : null;
  }

  /** Whether there is anything to ask at all. */
  get isConfigured(): boolean {
    return this.claude !== null;
  }

  /** Whether it is left alone for now, having failed too often. */
  get isResting(): boolean {
    return this.breaker.isOpen;
  }

  /** The model that is asked. */
  get model(): string {
    return this.config.model;
  }

  /** Throws a `LanguageModelError`, and within the deadline. Never call it inside a database transaction. */
  async answer<T>(question: Question<T>): Promise<Answer<T>> {
    const began = performance.now();
    const elapsed = () => Math.round(performance.now() - began);
    const deadline = AbortSignal.timeout(this.config.timeoutMs);
    try {
      const { message, json } = await this.inTurn(question, deadline);
      this.breaker.succeeded();
      return { json, model: message.model, ...usageOf(message), latencyMs: elapsed() };
    } catch (error) {
      const reason =
        error instanceof Unusable ? error.reason : deadline.aborted ? 'timeout' : (await this.claude!).reasonOf(error);
      if (!OURS.includes(reason)) this.breaker.failed();
      const usage = error instanceof Unusable && error.received ? usageOf(error.received) : null;
      throw new LanguageModelError(reason, elapsed(), usage, { cause: error });
    }
  }

  private async inTurn<T>(question: Question<T>, deadline: AbortSignal) {
    if (!this.claude) throw new Unusable('no_api_key');
    if (this.breaker.isOpen) throw new Unusable('breaker_open');
    const leave = await this.slots.take(deadline).catch(() => {
      throw new Unusable('busy');
    });
    try {
      if (this.breaker.isOpen) throw new Unusable('breaker_open');
      // A limit that cannot be counted is taken as reached: nothing is asked beyond what can be accounted for.
      if (!(await unlessAborted(this.budget.take(), deadline).catch(() => false))) throw new Unusable('busy');
      // The SDK's own time-out ends with the headers, so the body is raced as well: a dripping one stops in time.
      const message = await unlessAborted(
        this.claude.then((claude) => claude.ask(question, deadline)),
        deadline,
      );
      return { message, json: read(message, question.schema) };
    } finally {
      leave();
    }
  }
}

/** Carries a reason from the middle of the work to its edge, and the answer that was of no use. */
class Unusable extends Error {
  constructor(
    readonly reason: LanguageModelFailure,
    readonly received: Anthropic.Message | null = null,
  ) {
    super(reason);
  }
}

function usageOf(message: Anthropic.Message) {
  return { inputTokens: message.usage?.input_tokens ?? 0, outputTokens: message.usage?.output_tokens ?? 0 };
}

function read<T>(message: Anthropic.Message, schema: z.ZodType<T>): T {
  // Something between here and the service may answer 200 with anything.
  if (message?.type !== 'message' || !Array.isArray(message.content)) throw new Unusable('invalid_answer');
  if (message.stop_reason === 'max_tokens') throw new Unusable('truncated', message);
  if (message.stop_reason === 'refusal') throw new Unusable('refused', message);
  const text = message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Unusable('invalid_answer', message);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Unusable('invalid_answer', message);
  return parsed.data;
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
