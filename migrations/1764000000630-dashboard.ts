import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the dashboard and the feed read by, and percentages that stay as the catalogue wrote them. */
export class Dashboard1764000000630 implements MigrationInterface {
  name = 'Dashboard1764000000630';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE commission ALTER COLUMN percentage TYPE numeric USING trim_scale(percentage);
      CREATE INDEX commission_period ON commission (period_year, period_month) INCLUDE (status, commission_type, amount);
      CREATE INDEX prospect_pipeline ON prospect (created_at) INCLUDE (id, status, assigned_broker, created_by, referred_by);
      CREATE INDEX quote_offered ON quote (created_at) INCLUDE (prospect_id);
      CREATE INDEX policy_sold ON policy (signed_at) INCLUDE (prospect_id);
      CREATE INDEX policy_cover ON policy (end_date) INCLUDE (prospect_id, status, term, start_date, signed_at, cancelled_at);
      CREATE INDEX activity_beneficiary ON activity (beneficiary_id, occurred_at, event_id) WHERE commission_id IS NOT NULL;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX activity_beneficiary, policy_cover, policy_sold, quote_offered, prospect_pipeline, commission_period;
      ALTER TABLE commission ALTER COLUMN percentage TYPE numeric(7, 4);`);
  }
}
