/** Why there is no answer. The codes are stored and shown as they are. */
export type LanguageModelFailure =
  /** No key is configured: nothing was asked. */
  | 'no_api_key'
  /** Not answered in full within the deadline. */
  | 'timeout'
  /** 429: the service asks for fewer requests. */
  | 'rate_limited'
  /** 503 or 529: the service has no capacity. */
  | 'overloaded'
  /** No connection, a broken one, or another 5xx. */
  | 'unreachable'
  /** Another 4xx (key, model, quota), or the model declined to answer. */
  | 'refused'
  /** Answered, but not with what the schema asks for. */
  | 'invalid_answer'
  /** The answer hit the output limit. */
  | 'truncated'
  /** Nothing was asked, since the last requests all failed. */
  | 'breaker_open'
  /** Nothing was asked: no free place within the deadline, or no request left in this minute. */
  | 'busy';

/** The one error of `LanguageModel.answer`; its message names neither the request nor the answer. */
export class LanguageModelError extends Error {
  constructor(
    readonly reason: LanguageModelFailure,
    /** Wall-clock milliseconds spent on it. */
    readonly latencyMs: number,
    /** Tokens that an unusable answer has cost all the same. */
    readonly usage: { inputTokens: number; outputTokens: number } | null = null,
    options?: ErrorOptions,
  ) {
    super(`language model: ${reason}`, options);
    this.name = 'LanguageModelError';
  }
}
