import {
  Anthropic,
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
} from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import type { z } from 'zod';
import { littleThinking, type LanguageModelConfig } from './language-model.config.js';
import { type LanguageModelFailure } from './language-model-error.js';

export interface Question<T> {
  system: string;
  user: string;
  /** What the answer must be. Sent along as a JSON schema and checked again when it comes, bounds included. */
  schema: z.ZodType<T>;
}

/** The official SDK, told to do nothing but ask. Loaded only where there is a key. */
export class Claude {
  private readonly client: Anthropic;

  constructor(private readonly config: LanguageModelConfig) {
    const { apiKey, baseUrl, timeoutMs } = config;
    // Given in full, so that the SDK picks no other credential, address or patience from the environment.
    this.client = new Anthropic({
      apiKey,
      baseURL: baseUrl ?? 'https://api.anthropic.com',
      maxRetries: 0,
      timeout: timeoutMs,
      logLevel: 'off',
    });
  }

  async ask({ system, user, schema }: Question<unknown>, signal: AbortSignal): Promise<Anthropic.Message> {
    const { model, maxTokens } = this.config;
    const { thinking, effort } = littleThinking(model);
    return this.client.messages.create(
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

  /** Why `ask` failed, from what it threw. */
  reasonOf(error: unknown): LanguageModelFailure {
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
}
