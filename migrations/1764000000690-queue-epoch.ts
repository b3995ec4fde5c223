import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The twin of a random key in Redis: where they differ, Redis has lost what was forwarded to it. */
export class QueueEpoch1764000000690 implements MigrationInterface {
  name = 'QueueEpoch1764000000690';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE queue_epoch (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        token text
      );
      INSERT INTO queue_epoch DEFAULT VALUES;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE queue_epoch');
  }
}
