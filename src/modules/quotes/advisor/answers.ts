import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql.js';
import { columnsOf, insert, set } from '../../../platform/database/statements.js';
import { type RowOf } from '../../../platform/database/table.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { ADVISOR_ANSWER } from './advisor-answer.table.js';

/** An answer that passed the guard, as it is kept. */
export type StoredAnswer = Omit<RowOf<typeof ADVISOR_ANSWER>, 'facts_hash' | 'created_at'>;

/** Answers by a hash of all that was asked. Both methods reject when the store cannot be reached. */
export interface AnswerStore {
  /** One not older than a day, or null. */
  find(hash: string): Promise<Pick<StoredAnswer, 'answer' | 'model'> | null>;
  keep(hash: string, answer: StoredAnswer): Promise<void>;
}

export const ANSWER_STORE = Symbol('AnswerStore');

const { facts_hash, created_at } = ADVISOR_ANSWER;
const DAY_AGO = sql`now() - interval '24 hours'`;

/** The answers of the last 24 hours, for every process; each statement commits by itself. */
@Injectable()
export class AdvisorAnswers implements AnswerStore {
  constructor(private readonly units: UnitOfWork) {}

  async find(hash: string): Promise<Pick<StoredAnswer, 'answer' | 'model'> | null> {
    const [row] = await this.units.queryApart<StoredAnswer>(sql`
      SELECT ${columnsOf(ADVISOR_ANSWER, 'answer', 'model')} FROM ${ADVISOR_ANSWER}
      WHERE ${facts_hash} = ${hash} AND ${created_at} > ${DAY_AGO}`);
    return row ?? null;
  }

  async keep(hash: string, answer: StoredAnswer): Promise<void> {
    await this.units.queryApart(sql`DELETE FROM ${ADVISOR_ANSWER} WHERE ${created_at} <= ${DAY_AGO}`);
    const { answer: given, model, prompt_version, input_tokens, output_tokens } = ADVISOR_ANSWER.as('excluded');
    const latest = { answer: given, model, prompt_version, input_tokens, output_tokens, created_at: sql`now()` };
    await this.units.queryApart(sql`
      ${insert(ADVISOR_ANSWER, [{ facts_hash: hash, ...answer }])}
      ON CONFLICT (${facts_hash.bare}) DO UPDATE SET ${set(ADVISOR_ANSWER, latest)}`);
  }
}
