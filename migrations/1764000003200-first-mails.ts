import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** How many new addresses each user has had us write to on one day; which are new, the book's own addresses tell. */
export class FirstMails1764000003200 implements MigrationInterface {
  name = 'FirstMails1764000003200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE first_mail (
        user_id integer PRIMARY KEY REFERENCES app_user (id),
        day date NOT NULL,
        mails integer NOT NULL
      );
      CREATE INDEX prospect_email ON prospect (email);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX prospect_email; DROP TABLE first_mail;');
  }
}
