import { type MigrationInterface, type QueryRunner } from 'typeorm';

const BATCH = 1000;

/**
 * Fills every prospect's words and listed name, a thousand at a time, and indexes them beside whoever is writing: no lock that anybody
 * waits for longer than one batch takes. What is interrupted begins again where it was.
 */
export class WordsFound1764000003010 implements MigrationInterface {
  name = 'WordsFound1764000003010';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (let last: number | null = 0; last !== null;) last = await fill(runner, last);
    await holdFilled(runner);
    const indexes = {
      prospect_words: 'USING gin (words gin_trgm_ops)',
      prospect_list_name: '(list_name, id)',
      // An affiliate sees the person alone, so lists by that.
      prospect_referral_name:
        '(referred_by, (person_list_name(first_name, last_name) COLLATE "C"), id) WHERE referred_by IS NOT NULL',
    };
    for (const [name, definition] of Object.entries(indexes)) {
      // One that was being made when the migration was interrupted is there and of no use.
      await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await runner.query(`CREATE INDEX CONCURRENTLY ${name} ON prospect ${definition}`);
    }
    // Processes of the version before still ask search_text, without its index for these minutes; the column goes with a later version.
    await runner.query('DROP INDEX CONCURRENTLY IF EXISTS prospect_search');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX prospect_search ON prospect USING gin (search_text gin_trgm_ops);
      DROP INDEX prospect_words, prospect_list_name, prospect_referral_name;
      ALTER TABLE prospect ALTER words DROP NOT NULL, ALTER list_name DROP NOT NULL;`);
  }
}

/** The next batch after this id; its last id, or null at the end. Naming a column has the trigger work. */
async function fill(runner: QueryRunner, after: number): Promise<number | null> {
  const [filled] = (await runner.query(
    `WITH batch AS (SELECT id FROM prospect WHERE id > $1 AND words IS NULL ORDER BY id LIMIT ${BATCH} FOR UPDATE),
       filled AS (UPDATE prospect SET type = prospect.type FROM batch WHERE prospect.id = batch.id RETURNING prospect.id)
     SELECT max(id) AS last FROM filled`,
    [after],
  )) as [{ last: number | null }];
  return filled.last;
}

/** That none is empty is checked beside writers first, so that noting it needs no look at the rows. */
async function holdFilled(runner: QueryRunner): Promise<void> {
  await runner.query(`
    SET lock_timeout = '3s';
    ALTER TABLE prospect DROP CONSTRAINT IF EXISTS prospect_filled;
    ALTER TABLE prospect ADD CONSTRAINT prospect_filled CHECK (words IS NOT NULL AND list_name IS NOT NULL) NOT VALID`);
  await runner.query('ALTER TABLE prospect VALIDATE CONSTRAINT prospect_filled');
  await runner.query(`
    ALTER TABLE prospect ALTER words SET NOT NULL, ALTER list_name SET NOT NULL, DROP CONSTRAINT prospect_filled;
    RESET lock_timeout`);
}
