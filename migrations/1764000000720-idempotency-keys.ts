import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What a POST with an `Idempotency-Key` has done and answered. `effect` is what a request in several transactions
 * has committed so far, `answer` is sealed, since it may tell of persons.
 */
export class IdempotencyKeys1764000000720 implements MigrationInterface {
  name = 'IdempotencyKeys1764000000720';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_key (
        user_id integer NOT NULL,
        route text NOT NULL,
        key text NOT NULL,
        fingerprint bytea NOT NULL,
        effect jsonb,
        status integer,
        answer jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (user_id, route, key)
      );
      CREATE INDEX idempotency_key_age ON idempotency_key (created_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE idempotency_key;`);
  }
}
