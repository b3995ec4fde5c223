import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** In the order of a list of one's own: what one has made and does not hold. */
export class ListsOfOnesOwn1764000002100 implements MigrationInterface {
  name = 'ListsOfOnesOwn1764000002100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX prospect_given_away ON prospect (created_by, created_at, id) WHERE assigned_broker IS DISTINCT FROM created_by;
      CREATE INDEX quote_given_away ON quote (prospect_creator, created_at, id) WHERE assigned_broker IS DISTINCT FROM prospect_creator;
      CREATE INDEX policy_given_away ON policy (prospect_creator, signed_at, id) WHERE assigned_broker IS DISTINCT FROM prospect_creator;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX prospect_given_away, quote_given_away, policy_given_away');
  }
}
