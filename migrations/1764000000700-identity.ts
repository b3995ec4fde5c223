import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Sessions with their refresh tokens, second factors, password resets, and what slows guessing down. */
export class Identity1764000000700 implements MigrationInterface {
  name = 'Identity1764000000700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE app_user ADD COLUMN revision integer NOT NULL DEFAULT 1, ADD COLUMN second_factor boolean NOT NULL DEFAULT false;
      ALTER TABLE app_user ALTER COLUMN revision DROP DEFAULT, ALTER COLUMN second_factor DROP DEFAULT;

      CREATE TABLE session (
        id uuid PRIMARY KEY,
        user_id integer NOT NULL CONSTRAINT session_of_user REFERENCES app_user (id),
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        revoked_at timestamptz
      );
      CREATE INDEX session_live ON session (user_id) WHERE revoked_at IS NULL;
      CREATE INDEX session_age ON session (created_at);

      CREATE TABLE refresh_token (
        token_hash bytea PRIMARY KEY,
        session_id uuid NOT NULL CONSTRAINT refresh_token_session REFERENCES session (id) ON DELETE CASCADE,
        issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        used_at timestamptz
      );
      CREATE INDEX refresh_token_session_id ON refresh_token (session_id);

      CREATE TABLE password_reset (
        token_hash bytea PRIMARY KEY,
        user_id integer NOT NULL CONSTRAINT password_reset_user REFERENCES app_user (id),
        expires_at timestamptz NOT NULL,
        used_at timestamptz
      );
      CREATE INDEX password_reset_user_id ON password_reset (user_id);

      CREATE TABLE second_factor (
        user_id integer PRIMARY KEY CONSTRAINT second_factor_user REFERENCES app_user (id),
        sealed_secret jsonb NOT NULL,
        confirmed_at timestamptz,
        last_step bigint NOT NULL DEFAULT 0
      );
      CREATE TABLE recovery_code (
        code_hash bytea NOT NULL,
        user_id integer NOT NULL CONSTRAINT recovery_code_user REFERENCES app_user (id),
        used_at timestamptz,
        PRIMARY KEY (user_id, code_hash)
      );

      CREATE TABLE sign_in_delay (
        key bytea PRIMARY KEY,
        failures integer NOT NULL,
        free_at timestamptz NOT NULL,
        last_at timestamptz NOT NULL,
        known boolean NOT NULL
      );
      CREATE INDEX sign_in_delay_age ON sign_in_delay (last_at);
      CREATE TABLE address_bucket (
        key bytea PRIMARY KEY,
        level double precision NOT NULL,
        updated_at timestamptz NOT NULL
      );
      CREATE INDEX address_bucket_age ON address_bucket (updated_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE address_bucket, sign_in_delay, recovery_code, second_factor, password_reset, refresh_token, session;
      ALTER TABLE app_user DROP COLUMN second_factor, DROP COLUMN revision;`);
  }
}
