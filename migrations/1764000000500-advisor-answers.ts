import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the advisor's language model has answered already, and how often it was asked in the last minute. */
export class AdvisorAnswers1764000000500 implements MigrationInterface {
  name = 'AdvisorAnswers1764000000500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE advisor_answer (
        facts_hash text NOT NULL,
        answer jsonb NOT NULL,
        model text NOT NULL,
        prompt_version text NOT NULL,
        input_tokens integer NOT NULL,
        output_tokens integer NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_advisor_answer PRIMARY KEY (facts_hash)
      )`);
    await runner.query('CREATE INDEX ix_advisor_answer_created_at ON advisor_answer (created_at)');
    await runner.query(`
      CREATE TABLE language_model_slot (
        slot integer NOT NULL,
        used_at timestamptz NOT NULL DEFAULT '-infinity',
        CONSTRAINT pk_language_model_slot PRIMARY KEY (slot)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE language_model_slot');
    await runner.query('DROP TABLE advisor_answer');
  }
}
