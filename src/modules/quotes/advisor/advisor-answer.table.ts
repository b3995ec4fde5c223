import { instant, int, json, none, text } from '../../../kernel/fields.js';
import { table } from '../../../platform/database/table.js';

/** What the language model answered, by a hash of all that was asked. */
export const ADVISOR_ANSWER = table(
  'advisor_answer',
  {
    facts_hash: none(text),
    /** As the model gave it; whoever reads it checks its form, which may have grown since. */
    answer: none(json<unknown>()),
    model: none(text),
    prompt_version: none(text),
    input_tokens: none(int),
    output_tokens: none(int),
    /** Real time: the company's clock may stand elsewhere. */
    created_at: none(instant),
  },
  { key: ['facts_hash'] },
);
