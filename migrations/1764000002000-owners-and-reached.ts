import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What lists and dashboards of a big book read without a look into another table: whose prospect a quote or policy is of, kept by
 * triggers, and how far a prospect ever came.
 */
export class OwnersAndReached1764000002000 implements MigrationInterface {
  name = 'OwnersAndReached1764000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- In the order in which every command takes them, and all at once: nobody assigns a prospect between the columns and the triggers.
      LOCK TABLE prospect, quote, policy IN ACCESS EXCLUSIVE MODE;

      ALTER TABLE quote ADD assigned_broker integer, ADD prospect_creator integer;
      ALTER TABLE policy ADD assigned_broker integer, ADD prospect_creator integer;
      UPDATE quote SET assigned_broker = prospect.assigned_broker, prospect_creator = prospect.created_by FROM prospect WHERE prospect.id = prospect_id;
      UPDATE policy SET assigned_broker = prospect.assigned_broker, prospect_creator = prospect.created_by FROM prospect WHERE prospect.id = prospect_id;
      ALTER TABLE quote ALTER prospect_creator SET NOT NULL;
      ALTER TABLE policy ALTER prospect_creator SET NOT NULL;

      COMMENT ON COLUMN quote.assigned_broker IS 'kept by triggers';
      COMMENT ON COLUMN quote.prospect_creator IS 'kept by triggers';
      COMMENT ON COLUMN policy.assigned_broker IS 'kept by triggers';
      COMMENT ON COLUMN policy.prospect_creator IS 'kept by triggers';

      CREATE FUNCTION note_owners() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
      BEGIN
        -- Under a lock: whoever assigns the prospect right now comes before this row or finds it.
        SELECT assigned_broker, created_by INTO NEW.assigned_broker, NEW.prospect_creator FROM prospect WHERE id = NEW.prospect_id FOR SHARE;
        RETURN NEW;
      END $$;
      CREATE TRIGGER quote_owners BEFORE INSERT OR UPDATE OF prospect_id ON quote FOR EACH ROW EXECUTE FUNCTION note_owners();
      CREATE TRIGGER policy_owners BEFORE INSERT OR UPDATE OF prospect_id ON policy FOR EACH ROW EXECUTE FUNCTION note_owners();

      CREATE FUNCTION hand_over() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
      BEGIN
        -- In the order of their ids, as every command takes several.
        PERFORM FROM quote WHERE prospect_id = NEW.id ORDER BY id FOR NO KEY UPDATE;
        UPDATE quote SET assigned_broker = NEW.assigned_broker, prospect_creator = NEW.created_by WHERE prospect_id = NEW.id;
        PERFORM FROM policy WHERE prospect_id = NEW.id ORDER BY id FOR NO KEY UPDATE;
        UPDATE policy SET assigned_broker = NEW.assigned_broker, prospect_creator = NEW.created_by WHERE prospect_id = NEW.id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER prospect_handed_over AFTER UPDATE OF assigned_broker, created_by ON prospect FOR EACH ROW
        WHEN ((OLD.assigned_broker, OLD.created_by) IS DISTINCT FROM (NEW.assigned_broker, NEW.created_by)) EXECUTE FUNCTION hand_over();

      ALTER TABLE prospect ADD reached text NOT NULL DEFAULT 'new' CHECK (reached IN ('new', 'contacted', 'quoted', 'policy_signed'));
      UPDATE prospect SET reached = told.reached
      FROM (
        SELECT aggregate_id::int AS id, (ARRAY['contacted', 'quoted', 'policy_signed'])[
          max(array_position(ARRAY['contacted', 'quoted', 'policy_signed'], data->>'status'))] AS reached
        FROM event_store WHERE event_type = 'ProspectStatusChanged' GROUP BY 1) AS told
      WHERE told.id = prospect.id AND told.reached IS NOT NULL;

      DROP INDEX prospect_created, quote_created, policy_signed, policy_cover;
      CREATE INDEX prospect_created ON prospect (created_at, id) INCLUDE (status, reached, assigned_broker, created_by, referred_by);
      CREATE INDEX quote_created ON quote (created_at, id) INCLUDE (assigned_broker, prospect_creator);
      CREATE INDEX policy_signed ON policy (signed_at, id) INCLUDE (assigned_broker, prospect_creator);
      CREATE INDEX policy_cover ON policy (end_date, id)
        INCLUDE (status, term, start_date, signed_at, cancelled_at, assigned_broker, prospect_creator);
      CREATE INDEX quote_broker ON quote (assigned_broker, created_at, id);
      CREATE INDEX quote_creator ON quote (prospect_creator, created_at, id);
      CREATE INDEX policy_broker ON policy (assigned_broker, signed_at, id);
      CREATE INDEX policy_creator ON policy (prospect_creator, signed_at, id);
      CREATE INDEX policy_provider ON policy (provider, signed_at, id);
      CREATE INDEX policy_insurance_type ON policy (insurance_type, signed_at, id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER prospect_handed_over ON prospect;
      DROP TRIGGER policy_owners ON policy;
      DROP TRIGGER quote_owners ON quote;
      DROP FUNCTION hand_over, note_owners;
      DROP INDEX policy_provider, policy_insurance_type;
      ALTER TABLE prospect DROP reached;
      ALTER TABLE quote DROP assigned_broker, DROP prospect_creator;
      ALTER TABLE policy DROP assigned_broker, DROP prospect_creator;
      CREATE INDEX prospect_created ON prospect (created_at, id) INCLUDE (status, assigned_broker, created_by, referred_by);
      CREATE INDEX quote_created ON quote (created_at, id) INCLUDE (prospect_id);
      CREATE INDEX policy_signed ON policy (signed_at, id) INCLUDE (prospect_id);
      CREATE INDEX policy_cover ON policy (end_date, id) INCLUDE (prospect_id, status, term, start_date, signed_at, cancelled_at);`);
  }
}
