import { z } from 'zod';
import { type ComparisonFacts } from './facts.js';

const sentence = z.string().trim().min(1).max(600);
const points = z.array(z.string().trim().min(1).max(160)).min(1).max(4);

const rankedQuote = z.strictObject({
  label: z.string(),
  score: z.number(),
  pros: points,
  cons: points,
  key_features: points,
  reasoning: sentence,
});

const adviceAnswer = z.strictObject({
  ranking: z.array(rankedQuote).min(1).max(26),
  reasoning: sentence,
  risk_assessment: sentence,
  additional_notes: sentence,
});

/** What an advisor says of a comparison, best quote first. Its texts name quotes by label in braces: `{A}`. */
export type AdviceAnswer = z.infer<typeof adviceAnswer>;

/** The form of an answer on these facts. That it makes sense is for the guard to say. */
export function answerSchema(facts: ComparisonFacts): z.ZodType<AdviceAnswer> {
  const labels = facts.quotes.map((quote) => quote.label);
  return adviceAnswer.extend({
    ranking: z
      .array(rankedQuote.extend({ label: z.enum(labels) }))
      .min(1)
      .max(26),
  });
}

/** Every text of an answer, with the label of the quote that it speaks of, if of one. */
export function textsOf(answer: AdviceAnswer): { about: string | null; text: string }[] {
  const ofQuotes = answer.ranking.flatMap(({ label, pros, cons, key_features, reasoning }) =>
    [...pros, ...cons, ...key_features, reasoning].map((text) => ({ about: label, text })),
  );
  const ofAll = [answer.reasoning, answer.risk_assessment, answer.additional_notes];
  return [...ofQuotes, ...ofAll.map((text) => ({ about: null, text }))];
}

/** The answer with every text rewritten. */
export function rewritten(answer: AdviceAnswer, rewrite: (text: string) => string): AdviceAnswer {
  return {
    ranking: answer.ranking.map((quote) => ({
      ...quote,
      pros: quote.pros.map(rewrite),
      cons: quote.cons.map(rewrite),
      key_features: quote.key_features.map(rewrite),
      reasoning: rewrite(quote.reasoning),
    })),
    reasoning: rewrite(answer.reasoning),
    risk_assessment: rewrite(answer.risk_assessment),
    additional_notes: rewrite(answer.additional_notes),
  };
}
