import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** An answer that passed the guard, as it is kept. */
export interface StoredAnswer {
  /** As the model gave it; whoever reads it checks its form, which may have grown since. */
  answer: unknown;
  model: string;
  promptVersion: string;
  inputTokens: number;
  outputTokens: number;
}

/** Answers by a hash of all that was asked. Both methods reject when the store cannot be reached. */
export interface AnswerStore {
  /** One not older than a day, or null. */
  find(hash: string): Promise<StoredAnswer | null>;
  keep(hash: string, answer: StoredAnswer): Promise<void>;
}

export const ANSWER_STORE = Symbol('AnswerStore');

/** The answers of the last 24 hours of real time (the company's clock may stand elsewhere), for every process. */
@Injectable()
export class AdvisorAnswers implements AnswerStore {
  constructor(private readonly dataSource: DataSource) {}

  async find(hash: string): Promise<StoredAnswer | null> {
    const [row] = await this.dataSource.query<StoredAnswer[]>(
      `SELECT answer, model, prompt_version AS "promptVersion", input_tokens AS "inputTokens",
              output_tokens AS "outputTokens"
       FROM advisor_answer WHERE facts_hash = $1 AND created_at > now() - interval '24 hours'`,
      [hash],
    );
    return row ?? null;
  }

  async keep(hash: string, { answer, model, promptVersion, inputTokens, outputTokens }: StoredAnswer): Promise<void> {
    await this.dataSource.query(`DELETE FROM advisor_answer WHERE created_at <= now() - interval '24 hours'`);
    await this.dataSource.query(
      `INSERT INTO advisor_answer (facts_hash, answer, model, prompt_version, input_tokens, output_tokens)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (facts_hash) DO UPDATE SET
         answer = excluded.answer, model = excluded.model, prompt_version = excluded.prompt_version,
         input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens, created_at = now()`,
      [hash, JSON.stringify(answer), model, promptVersion, inputTokens, outputTokens],
    );
  }
}
