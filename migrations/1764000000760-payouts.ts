import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Payouts with their lines; a commission stands in one line at most, ever. */
export class Payouts1764000000760 implements MigrationInterface {
  name = 'Payouts1764000000760';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SEQUENCE payout_id_seq AS integer;
      CREATE TABLE payout (
        id integer PRIMARY KEY,
        version integer NOT NULL,
        created_by integer NOT NULL CONSTRAINT payout_created_by REFERENCES app_user (id),
        created_at timestamptz NOT NULL,
        period text,
        total numeric(14, 2) NOT NULL CHECK (total >= 0),
        count integer NOT NULL CHECK (count > 0)
      );
      CREATE INDEX payout_created ON payout (created_at, id);
      CREATE TABLE payout_item (
        commission_id integer CONSTRAINT payout_item_once PRIMARY KEY
          CONSTRAINT payout_item_commission REFERENCES commission (id),
        payout_id integer NOT NULL CONSTRAINT payout_item_payout REFERENCES payout (id),
        beneficiary_id integer NOT NULL CONSTRAINT payout_item_beneficiary REFERENCES app_user (id),
        amount numeric(14, 2) NOT NULL
      );
      CREATE INDEX payout_item_payout_id ON payout_item (payout_id, commission_id);
      CREATE INDEX commission_approved ON commission (id) WHERE status = 'approved';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX commission_approved;
      DROP TABLE payout_item, payout;
      DROP SEQUENCE payout_id_seq;`);
  }
}
