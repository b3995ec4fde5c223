import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What everything stands on: the company's clock, the event store with its append-only protection, the keys
 * of persons, deliveries and number series. What the application's role may do with it is granted by migrate.ts.
 */
export class Foundation1764000000100 implements MigrationInterface {
  name = 'Foundation1764000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS pg_trgm;

      CREATE TABLE company_clock (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        clock_offset interval NOT NULL DEFAULT '0'
      );
      INSERT INTO company_clock DEFAULT VALUES;
      CREATE FUNCTION company_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS
        $$ SELECT date_trunc('milliseconds', clock_timestamp() + clock_offset) FROM company_clock $$;

      CREATE TABLE event_store (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        event_id uuid NOT NULL CONSTRAINT event_store_event_id UNIQUE,
        event_type text NOT NULL,
        aggregate_type text NOT NULL,
        aggregate_id text NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        data jsonb NOT NULL,
        metadata jsonb NOT NULL,
        schema_version integer NOT NULL DEFAULT 1,
        occurred_at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        prev_hash bytea NOT NULL,
        hash bytea NOT NULL,
        CONSTRAINT event_store_stream_version UNIQUE (aggregate_type, aggregate_id, version)
      );
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$;
      CREATE TRIGGER event_store_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event_store
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE subject_key (
        subject text PRIMARY KEY,
        wrapped_key bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE event_delivery (
        event_id uuid NOT NULL REFERENCES event_store (event_id),
        subscriber text NOT NULL,
        event_type text NOT NULL,
        aggregate_type text NOT NULL,
        aggregate_id text NOT NULL,
        version integer NOT NULL,
        status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'forwarded', 'done', 'dead', 'skipped')),
        attempts integer NOT NULL DEFAULT 0,
        forwards integer NOT NULL DEFAULT 0,
        next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        done_at timestamptz,
        last_error text,
        result jsonb,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (event_id, subscriber)
      );
      CREATE INDEX event_delivery_due ON event_delivery (next_at) WHERE status IN ('pending', 'forwarded');
      CREATE INDEX event_delivery_dead ON event_delivery (created_at) WHERE status = 'dead';
      CREATE INDEX event_delivery_aggregate ON event_delivery (aggregate_type, aggregate_id);

      CREATE TABLE number_series (
        series text PRIMARY KEY,
        last_number integer NOT NULL
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE number_series, event_delivery, subject_key, event_store, company_clock;
      DROP FUNCTION company_now(), refuse_change();`);
  }
}
