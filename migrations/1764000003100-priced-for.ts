import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What a comparison's prospect was when it was rated, so that its quotes bind for these facts alone. */
export class PricedFor1764000003100 implements MigrationInterface {
  name = 'PricedFor1764000003100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE comparison ADD priced_for jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE comparison DROP priced_for');
  }
}
