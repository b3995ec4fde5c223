import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the operations views and the metrics look for in tables that grow. */
export class OperationsIndexes1764000000781 implements MigrationInterface {
  name = 'OperationsIndexes1764000000781';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX mail_sending ON mail (sending_at) WHERE status = 'sending';
      CREATE INDEX quote_accepted ON quote (accepted_at) WHERE status = 'accepted';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX quote_accepted, mail_sending');
  }
}
