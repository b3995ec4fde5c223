import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Seals over the event store: a gapless sequence with one code per event, blocks with a Merkle root and a code over
 * it, and the list of what no block holds yet. That list is filled by a trigger, so an event is on it from its commit
 * on, however late that comes after others.
 */
export class EventSeals1764000000780 implements MigrationInterface {
  name = 'EventSeals1764000000780';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event_block (
        number integer PRIMARY KEY CHECK (number > 0),
        first_sequence bigint NOT NULL,
        last_sequence bigint NOT NULL CHECK (last_sequence >= first_sequence),
        merkle_root bytea NOT NULL,
        previous bytea NOT NULL,
        hmac bytea NOT NULL,
        sealed_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX event_block_last ON event_block (last_sequence);
      CREATE TRIGGER event_block_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event_block
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE event_sequence (
        sequence bigint PRIMARY KEY CHECK (sequence > 0),
        event_id uuid NOT NULL CONSTRAINT event_sequence_event_id UNIQUE,
        mac bytea NOT NULL
      );
      CREATE TRIGGER event_sequence_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event_sequence
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE event_unsealed (id bigint PRIMARY KEY)
        WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
      INSERT INTO event_unsealed SELECT id FROM event_store;
      CREATE FUNCTION note_unsealed() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO event_unsealed SELECT id FROM stored; RETURN NULL; END $$;
      CREATE TRIGGER event_store_unsealed AFTER INSERT ON event_store REFERENCING NEW TABLE AS stored
        FOR EACH STATEMENT EXECUTE FUNCTION note_unsealed();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER event_store_unsealed ON event_store;
      DROP FUNCTION note_unsealed();
      DROP TABLE event_unsealed, event_sequence, event_block;`);
  }
}
