import {
  Anthropic, APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError,
} from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Breaker } from './breaker.js';
import { LANGUAGE_MODEL_CONFIG, littleThinking, type LanguageModelConfig } from './language-model.config.js';
import { LanguageModelError, type LanguageModelFailure } from './language-model-error.js';
import { Places } from './places.js';
import { REQUEST_BUDGET, type RequestBudget } from './request-budget.js';

export interface Question<T> {
  system: string;
  user: string;
  /** What the answer must be. Sent along as a JSON schema and checked again here, bounds included. */
  schema: z.ZodType<T>;
}

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
  private readonly client: Anthropic | null;
  private readonly places: Places;
  private readonly breaker = new Breaker(FAILURES_TO_OPEN, OPEN_MS);

  constructor(
    @Inject(LANGUAGE_MODEL_CONFIG) private readonly config: LanguageModelConfig,
    @Inject(REQUEST_BUDGET) private readonly budget: RequestBudget,
  ) {
    const { apiKey, baseUrl, timeoutMs, atOnce = AT_ONCE } = config;
    this.places = new Places(atOnce);
    // Given in full, so that the SDK picks no other credential, address or patience from the environment.
    this.client = apiKey
      ? new Anthropic({
          apiKey,
          baseURL: baseUrl ?? 'https://api.anthropic.com',
          maxRetries: 0,
          timeout: timeoutMs,
          logLevel: 'off',
        })
      : null;
  }

  /** Whether there is anything to ask at all. */
  get isConfigured(): boolean {
    return this.client !== null;
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
      const reason = error instanceof Unusable ? error.reason : reasonOf(error, deadline);
      if (!OURS.includes(reason)) this.breaker.failed();
      const usage = error instanceof Unusable && error.received ? usageOf(error.received) : null;
      throw new LanguageModelError(reason, elapsed(), usage, { cause: error });
    }
  }

  private async inTurn<T>(question: Question<T>, deadline: AbortSignal) {
    if (!this.client) throw new Unusable('no_api_key');
    if (this.breaker.isOpen) throw new Unusable('breaker_open');
    const leave = await this.places.take(deadline).catch(() => {
      throw new Unusable('busy');
    });
    try {
      if (this.breaker.isOpen) throw new Unusable('breaker_open');
      // A limit that cannot be counted is taken as reached: nothing is asked beyond what can be accounted for.
      if (!(await unlessAborted(this.budget.take(), deadline).catch(() => false))) throw new Unusable('busy');
      // The SDK's own time-out ends with the headers, so the body is raced as well: a dripping one stops in time.
      const message = await unlessAborted(this.send(this.client, question, deadline), deadline);
      return { message, json: read(message, question.schema) };
    } finally {
      leave();
    }
  }

  private send<T>(client: Anthropic, { system, user, schema }: Question<T>, signal: AbortSignal) {
    const { model, maxTokens } = this.config;
    const { thinking, effort } = littleThinking(model);
    return client.messages.create(
      {
        model,
        max_tokens: maxTokens,
        system,
        messages: [{ role: 'user', content: user }],
        output_config: { format: { type: 'json_schema', schema: zodOutputFormat(schema).schema }, effort },
        thinking,
      },
      { signal },
    );
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

function reasonOf(error: unknown, deadline: AbortSignal): LanguageModelFailure {
  if (deadline.aborted) return 'timeout';
  if (error instanceof APIUserAbortError || error instanceof APIConnectionTimeoutError) return 'timeout';
  if (error instanceof APIConnectionError) return 'unreachable';
  if (error instanceof APIError) {
    const status = error.status as number | undefined;
    if (status === 429) return 'rate_limited';
    if (status === 503 || status === 529 || error.type === 'overloaded_error') return 'overloaded';
    if (status === 408 || status === 504) return 'timeout';
    return status !== undefined && status < 500 ? 'refused' : 'unreachable';
  }
  // By name, since one thrown inside fetch may be of another realm.
  if ((error as { name?: string }).name === 'SyntaxError') return 'invalid_answer';
  // What is left comes from reading the body: the connection broke in the middle of it.
  return 'unreachable';
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
