import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Users, their credentials apart from them, and who reports to whom. */
export class Users1764000000150 implements MigrationInterface {
  name = 'Users1764000000150';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SEQUENCE user_id_seq AS integer;
      CREATE TABLE app_user (
        id integer PRIMARY KEY,
        version integer NOT NULL,
        username text NOT NULL,
        email text NOT NULL,
        role text NOT NULL CHECK (role IN ('admin', 'head_of_sales', 'manager', 'broker', 'affiliate')),
        supervisor_id integer CONSTRAINT app_user_supervisor REFERENCES app_user (id),
        is_active boolean NOT NULL,
        last_login timestamptz,
        created_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX app_user_username ON app_user (lower(username));
      CREATE UNIQUE INDEX app_user_email ON app_user (lower(email));
      CREATE INDEX app_user_supervisor_id ON app_user (supervisor_id);
      CREATE TABLE credential (
        user_id integer PRIMARY KEY CONSTRAINT credential_user REFERENCES app_user (id),
        password_hash text NOT NULL
      );
      CREATE FUNCTION reports_of(superior integer) RETURNS integer[] LANGUAGE sql STABLE AS $$
        WITH RECURSIVE report(id) AS (
          SELECT id FROM app_user WHERE supervisor_id = superior
          UNION
          SELECT app_user.id FROM app_user JOIN report ON app_user.supervisor_id = report.id)
        SELECT coalesce(array_agg(id), '{}') FROM report
      $$;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP FUNCTION reports_of(integer); DROP TABLE credential, app_user; DROP SEQUENCE user_id_seq;`,
    );
  }
}
