import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What a policy needs to be renewed, cancelled and chased for unpaid instalments. */
export class PolicyLife1764000000740 implements MigrationInterface {
  name = 'PolicyLife1764000000740';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE policy
        ADD COLUMN terms jsonb,
        ADD COLUMN chase_on date,
        ADD COLUMN cancellation jsonb,
        ADD COLUMN announced_term integer;

      -- Policies of before have one term, and its instalments are unpaid.
      UPDATE policy SET
        chase_on = (SELECT min((instalment ->> 'due_date')::date) + 1 FROM jsonb_array_elements(instalments) instalment
                    WHERE instalment ->> 'paid_on' IS NULL),
        terms = jsonb_build_array(jsonb_build_object(
          'term', term, 'start', start_date::text, 'end', end_date::text, 'annual_premium', annual_premium::text,
          'catalogue_version', catalogue_version,
          'agreed_at', to_char(signed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'broker_id', created.data -> 'broker_id', 'manager_id', created.data -> 'manager_id',
          'affiliate_id', created.data -> 'affiliate_id'))
      FROM event_store created
      WHERE created.aggregate_type = 'policy' AND created.aggregate_id = policy.id::text AND created.version = 1;

      ALTER TABLE policy ALTER COLUMN terms SET NOT NULL;
      CREATE INDEX policy_chase ON policy (chase_on) WHERE status = 'active';
      CREATE INDEX policy_renewable ON policy (renewal_date) WHERE status = 'active';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX policy_renewable, policy_chase;
      ALTER TABLE policy DROP COLUMN terms, DROP COLUMN chase_on, DROP COLUMN cancellation, DROP COLUMN announced_term;`);
  }
}
