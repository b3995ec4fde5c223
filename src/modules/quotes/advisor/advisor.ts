import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { LanguageModel } from '../../../platform/ai/language-model.js';
import { LanguageModelError, type LanguageModelFailure } from '../../../platform/ai/language-model-error.js';
import { answerSchema, rewritten, type AdviceAnswer } from './answer.js';
import { ANSWER_STORE, type AnswerStore, type StoredAnswer } from './answers.js';
import { type ComparisonFacts, type Language } from './facts.js';
import { checkAdvice, type GuardRefusal } from './guard.js';
import { buildPrompt, PROMPT_VERSION } from './prompt-v1.js';
import { answerByRules, rankByRules, type Criteria } from './rules.js';

/** Why the rules' texts are shown instead of Claude's. */
export type FallbackReason = LanguageModelFailure | `guard_${GuardRefusal['code']}` | 'internal_error';

export interface RankedAdvice {
  label: string;
  /** 0 to 100, by whoever `source` names. */
  score: number;
  rulesScore: number;
  criteria: Criteria;
  pros: string[];
  cons: string[];
  keyFeatures: string[];
  reasoning: string;
}

export interface Advice {
  /** Best first; every quote once. */
  ranking: RankedAdvice[];
  reasoning: string;
  riskAssessment: string;
  additionalNotes: string;
  source: 'claude' | 'rules';
  /** The model that answered or was asked; null when none is configured. */
  model: string | null;
  /** Null when none is configured. */
  promptVersion: string | null;
  /** Milliseconds that asking the model took; 0 when it was not asked. */
  latencyMs: number;
  fallbackReason: FallbackReason | null;
  /** Tokens that this advice has cost, also of an answer that was not used; 0 when cached. */
  inputTokens: number;
  outputTokens: number;
  cached: boolean;
}

/** Where the texts come from, and at what cost. */
type Origin = Pick<
  Advice,
  'source' | 'model' | 'promptVersion' | 'latencyMs' | 'fallbackReason' | 'inputTokens' | 'outputTokens' | 'cached'
>;

/**
 * Ranks a comparison and words the reasons: the rules always, Claude in their place where its answer passes the
 * guard. Premiums are none of its business: it receives figures and returns an order and texts.
 */
@Injectable()
export class Advisor {
  private readonly logger = new Logger(Advisor.name);

  constructor(
    private readonly model: LanguageModel,
    @Inject(ANSWER_STORE) private readonly answers: AnswerStore,
  ) {}

  /**
   * Never throws, and never outlasts the model's deadline by more than two reads of the store. Not to be called inside
   * a database transaction. `names` are the companies of the catalogue, which no text of Claude's may name; the
   * texts name quotes by label in braces, see `withProviderNames`.
   */
  async advise(facts: ComparisonFacts, language: Language, names: readonly string[] = []): Promise<Advice> {
    const rules = answerByRules(facts, language);
    if (!this.model.isConfigured) return compose(rules, facts, byRules('no_api_key', null));
    const hash = hashOf(this.model.model, facts, language);
    const kept = await this.findKept(hash, facts, names);
    if (kept) return kept;
    try {
      const reply = await this.model.answer({ ...buildPrompt(facts, language), schema: answerSchema(facts) });
      const { json: answer, ...cost } = reply;
      const refusal = checkAdvice(answer, facts, names);
      if (refusal) {
        this.logger.warn(`answer refused by the guard: ${refusal.code} ${JSON.stringify(refusal.found)}`);
        return compose(rules, facts, { ...byRules(`guard_${refusal.code}`, cost.model), ...cost });
      }
      const { model, inputTokens: input_tokens, outputTokens: output_tokens } = cost;
      await this.keep(hash, { answer, model, prompt_version: PROMPT_VERSION, input_tokens, output_tokens });
      return compose(answer, facts, { ...byClaude, ...cost });
    } catch (error) {
      if (!(error instanceof LanguageModelError)) {
        this.logger.error(`advice failed: ${String(error)}`);
        return compose(rules, facts, byRules('internal_error', this.model.model));
      }
      const { reason, latencyMs, usage } = error;
      return compose(rules, facts, { ...byRules(reason, this.model.model), latencyMs, ...usage });
    }
  }

  /** Checked like a fresh one: the form and the guard may have changed since it was kept. */
  private async findKept(hash: string, facts: ComparisonFacts, names: readonly string[]): Promise<Advice | null> {
    const kept = await this.answers.find(hash).catch((error: unknown) => this.unreachable(error));
    const answer = answerSchema(facts).safeParse(kept?.answer);
    if (!kept || !answer.success || checkAdvice(answer.data, facts, names)) return null;
    return compose(answer.data, facts, { ...byClaude, model: kept.model, cached: true });
  }

  private async keep(hash: string, answer: StoredAnswer): Promise<void> {
    await this.answers.keep(hash, answer).catch((error: unknown) => this.unreachable(error));
  }

  private unreachable(error: unknown): null {
    this.logger.warn(`answers cannot be kept or found: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** The advice with every label in its texts replaced by the name that `names` gives it: `{ A: 'Allianz' }`. */
export function withProviderNames(advice: Advice, names: Readonly<Record<string, string>>): Advice {
  const named = rewritten(
    {
      ranking: advice.ranking.map(({ label, score, pros, cons, keyFeatures, reasoning }) => ({
        label,
        score,
        pros,
        cons,
        key_features: keyFeatures,
        reasoning,
      })),
      reasoning: advice.reasoning,
      risk_assessment: advice.riskAssessment,
      additional_notes: advice.additionalNotes,
    },
    (text) => text.replaceAll(/\{([A-Z])\}/g, (braced, label: string) => names[label] ?? braced),
  );
  return { ...advice, ...worded(named, advice.ranking) };
}

const byClaude = {
  source: 'claude',
  promptVersion: PROMPT_VERSION,
  latencyMs: 0,
  fallbackReason: null,
  inputTokens: 0,
  outputTokens: 0,
  cached: false,
} as const;

function byRules(fallbackReason: FallbackReason, model: string | null): Origin {
  const promptVersion = model === null ? null : PROMPT_VERSION;
  return {
    source: 'rules',
    model,
    promptVersion,
    latencyMs: 0,
    fallbackReason,
    inputTokens: 0,
    outputTokens: 0,
    cached: false,
  };
}

function compose(answer: AdviceAnswer, facts: ComparisonFacts, origin: Origin): Advice {
  const rules = rankByRules(facts).map(({ label, score, criteria }) => ({ label, rulesScore: score, criteria }));
  return { ...worded(answer, rules), ...origin };
}

function worded(answer: AdviceAnswer, rules: readonly Pick<RankedAdvice, 'label' | 'rulesScore' | 'criteria'>[]) {
  return {
    ranking: answer.ranking.map(({ label, score, pros, cons, key_features, reasoning }) => {
      const { rulesScore, criteria } = rules.find((quote) => quote.label === label)!;
      return { label, score, rulesScore, criteria, pros, cons, keyFeatures: key_features, reasoning };
    }),
    reasoning: answer.reasoning,
    riskAssessment: answer.risk_assessment,
    additionalNotes: answer.additional_notes,
  };
}

/** Everything that decides an answer: what is asked, of which model. */
function hashOf(model: string, facts: ComparisonFacts, language: Language): string {
  const { system, user } = buildPrompt(facts, language);
  return createHash('sha256')
    .update(JSON.stringify([PROMPT_VERSION, model, system, user]))
    .digest('hex');
}
