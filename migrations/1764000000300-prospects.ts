import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Prospects, found by any part of name, e-mail, phone or codes through a trigram index. */
export class Prospects1764000000300 implements MigrationInterface {
  name = 'Prospects1764000000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SEQUENCE prospect_id_seq AS integer;
      CREATE TABLE prospect (
        id integer PRIMARY KEY,
        version integer NOT NULL,
        type text NOT NULL CHECK (type IN ('individual', 'family', 'business')),
        first_name text,
        last_name text,
        company_name text,
        vat_number text,
        email text NOT NULL,
        phone text NOT NULL,
        birth_date date,
        tax_code text,
        risk_category text CHECK (risk_category IN ('low', 'medium', 'high')),
        language text NOT NULL CHECK (language IN ('en', 'it')),
        notes text,
        status text NOT NULL CHECK (status IN ('new', 'contacted', 'quoted', 'policy_signed', 'declined')),
        assigned_broker integer CONSTRAINT prospect_assigned_broker REFERENCES app_user (id),
        referred_by integer CONSTRAINT prospect_referred_by REFERENCES app_user (id),
        created_by integer NOT NULL CONSTRAINT prospect_created_by REFERENCES app_user (id),
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        search_text text GENERATED ALWAYS AS (
          lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || coalesce(company_name, '') || ' ' || email
            || ' ' || phone || ' ' || coalesce(tax_code, '') || ' ' || coalesce(vat_number, ''))) STORED
      );
      CREATE INDEX prospect_search ON prospect USING gin (search_text gin_trgm_ops);
      CREATE INDEX prospect_created ON prospect (created_at, id);
      CREATE INDEX prospect_broker ON prospect (assigned_broker, created_at, id);
      CREATE INDEX prospect_creator ON prospect (created_by, created_at, id);
      CREATE INDEX prospect_referrer ON prospect (referred_by, created_at, id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE prospect; DROP SEQUENCE prospect_id_seq;`);
  }
}
