import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Contracts are found by their bytes, and an open route keeps count of who asks. */
export class ContractVerification1764000000741 implements MigrationInterface {
  name = 'ContractVerification1764000000741';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX contract_sha256 ON contract (sha256);

      CREATE TABLE request_limit (
        key bytea PRIMARY KEY,
        used integer NOT NULL,
        resets_at timestamptz NOT NULL
      );
      CREATE INDEX request_limit_resets ON request_limit (resets_at);
      COMMENT ON COLUMN request_limit.key IS 'keyed hash of route and address: no address can be read here';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE request_limit;
      DROP INDEX contract_sha256;`);
  }
}
