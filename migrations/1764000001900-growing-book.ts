import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What keeps lists flat while the book grows: an index for every order that a list is offered in and for its rarer filters.
 * Indexes that differed in what they include only are one now, so that a write pays for few more than before.
 */
export class GrowingBook1764000001900 implements MigrationInterface {
  name = 'GrowingBook1764000001900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX prospect_created, prospect_pipeline, quote_created, quote_offered, policy_signed, policy_sold, policy_cover,
        commission_period;
      CREATE INDEX prospect_created ON prospect (created_at, id) INCLUDE (status, assigned_broker, created_by, referred_by);
      CREATE INDEX quote_created ON quote (created_at, id) INCLUDE (prospect_id);
      CREATE INDEX policy_signed ON policy (signed_at, id) INCLUDE (prospect_id);
      CREATE INDEX policy_cover ON policy (end_date, id) INCLUDE (prospect_id, status, term, start_date, signed_at, cancelled_at);
      CREATE INDEX commission_period ON commission (period_year, period_month) INCLUDE (status, commission_type, amount, beneficiary_id, beneficiary_role);

      CREATE INDEX prospect_updated ON prospect (updated_at, id);
      CREATE INDEX prospect_status ON prospect (status, id);
      CREATE INDEX prospect_status_created ON prospect (status, created_at, id);
      CREATE INDEX quote_premium ON quote (annual_premium, id);
      CREATE INDEX quote_valid ON quote (valid_until, id);
      CREATE INDEX quote_status_created ON quote (status, created_at, id);
      CREATE INDEX policy_premium ON policy (annual_premium, id);
      CREATE INDEX policy_status_signed ON policy (status, signed_at, id);
      CREATE INDEX commission_amount ON commission (amount, id);
      CREATE INDEX commission_status ON commission (status, id);
      CREATE INDEX commission_status_created ON commission (status, created_at, id);
      CREATE INDEX commission_type_created ON commission (commission_type, created_at, id);

      -- A prospect that is deleted has PostgreSQL look for commissions on it.
      CREATE INDEX commission_prospect_id ON commission (prospect_id);
      CREATE INDEX event_store_type ON event_store (event_type, id);
      CREATE INDEX event_delivery_subscriber ON event_delivery (subscriber, event_id);
      CREATE INDEX event_delivery_skipped ON event_delivery (event_id) WHERE status = 'skipped';
      CREATE INDEX access_log_action ON access_log (action, at, id);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX access_log_action, event_delivery_skipped, event_delivery_subscriber, event_store_type, commission_prospect_id,
        commission_type_created, commission_status_created, commission_status, commission_amount, policy_status_signed, policy_premium,
        quote_status_created, quote_valid, quote_premium, prospect_status_created, prospect_status, prospect_updated,
        commission_period, policy_cover, policy_signed, quote_created, prospect_created;
      CREATE INDEX prospect_created ON prospect (created_at, id);
      CREATE INDEX prospect_pipeline ON prospect (created_at) INCLUDE (id, status, assigned_broker, created_by, referred_by);
      CREATE INDEX quote_created ON quote (created_at, id);
      CREATE INDEX quote_offered ON quote (created_at) INCLUDE (prospect_id);
      CREATE INDEX policy_signed ON policy (signed_at, id);
      CREATE INDEX policy_sold ON policy (signed_at) INCLUDE (prospect_id);
      CREATE INDEX policy_cover ON policy (end_date) INCLUDE (prospect_id, status, term, start_date, signed_at, cancelled_at);
      CREATE INDEX commission_period ON commission (period_year, period_month) INCLUDE (status, commission_type, amount);`);
  }
}
