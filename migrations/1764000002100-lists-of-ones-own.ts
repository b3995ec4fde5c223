import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A list of one's own counts what one has made but handed over by its index alone. */
export class ListsOfOnesOwn1764000002100 implements MigrationInterface {
  name = 'ListsOfOnesOwn1764000002100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX prospect_creator, quote_creator, policy_creator;
      CREATE INDEX prospect_creator ON prospect (created_by, created_at, id) INCLUDE (assigned_broker);
      CREATE INDEX quote_creator ON quote (prospect_creator, created_at, id) INCLUDE (assigned_broker);
      CREATE INDEX policy_creator ON policy (prospect_creator, signed_at, id) INCLUDE (assigned_broker);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX prospect_creator, quote_creator, policy_creator;
      CREATE INDEX prospect_creator ON prospect (created_by, created_at, id);
      CREATE INDEX quote_creator ON quote (prospect_creator, created_at, id);
      CREATE INDEX policy_creator ON policy (prospect_creator, signed_at, id);`);
  }
}
