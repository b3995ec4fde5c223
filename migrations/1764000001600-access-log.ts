import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Who looked at which person's data, and who administers the system. Append-only, like the event store. */
export class AccessLog1764000001600 implements MigrationInterface {
  name = 'AccessLog1764000001600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE access_log (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL,
        user_id integer NOT NULL,
        role text NOT NULL,
        action text NOT NULL,
        object text,
        route text NOT NULL,
        status integer NOT NULL,
        request_id text NOT NULL,
        sealed_ip jsonb NOT NULL
      );
      COMMENT ON COLUMN access_log.object IS 'prospect:<id> and the like, never what the object holds';
      COMMENT ON COLUMN access_log.sealed_ip IS 'sealed with the key of the user who came from it';
      CREATE INDEX access_log_at ON access_log (at, id);
      CREATE INDEX access_log_user ON access_log (user_id, at, id);
      CREATE INDEX access_log_object ON access_log (object, at, id);
      CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE access_log');
  }
}
