import type { Anthropic } from '@anthropic-ai/sdk';

export interface LanguageModelConfig {
  /** Without one, every question ends in `no_api_key`. */
  apiKey?: string;
  /** Another address of the Messages API: a gateway, or a scripted server in tests. */
  baseUrl?: string;
  model: string;
  /** Milliseconds from asking to the last byte of the answer, waiting for a place included. */
  timeoutMs: number;
  /** Output limit in tokens. */
  maxTokens: number;
  requestsPerMinute: number;
  /** Requests under way at once, per process; 4 unless told. */
  atOnce?: number;
}

export const LANGUAGE_MODEL_CONFIG = Symbol('LanguageModelConfig');

/** The current Sonnet (SDK 1.12): the balance of speed and judgement that a deadline of seconds asks for. */
export const DEFAULT_MODEL: Anthropic.Model = 'claude-sonnet-5-5';

/**
 * Settings that keep a model from thinking long before it writes, since deadline and output limit cover both.
 * What each accepts differs (Anthropic's migration guides): Sonnet 5.5 answers 400 to `disabled` and knows
 * `between_tools`, which without tools is no thinking at all; Sonnet and Haiku 4.5 think only when told to and
 * know no effort; all the others take an effort.
 */
export function littleThinking(model: string): Pick<Anthropic.MessageCreateParams, 'thinking'> & {
  effort?: Anthropic.OutputConfig['effort'];
} {
  if (/^claude-(sonnet|haiku)-4-5/.test(model)) return {};
  if (model.startsWith('claude-sonnet-5-5')) return { thinking: { type: 'between_tools' }, effort: 'low' };
  return { effort: 'low' };
}
