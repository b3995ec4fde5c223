import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Comparisons with their quotes, policies with their contracts, commissions; the second wall against doubles. */
export class QuotesAndPolicies1764000000400 implements MigrationInterface {
  name = 'QuotesAndPolicies1764000000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SEQUENCE comparison_id_seq AS integer;
      CREATE TABLE comparison (
        id integer PRIMARY KEY,
        version integer NOT NULL,
        prospect_id integer NOT NULL CONSTRAINT comparison_prospect REFERENCES prospect (id),
        insurance_type text NOT NULL CHECK (insurance_type IN ('life', 'auto', 'home', 'health')),
        coverage_amount numeric(14, 2) NOT NULL CHECK (coverage_amount > 0),
        risk_category text NOT NULL CHECK (risk_category IN ('low', 'medium', 'high')),
        risk_assumed boolean NOT NULL,
        smoker boolean NOT NULL,
        has_preexisting_conditions boolean NOT NULL,
        occupation_risk text NOT NULL CHECK (occupation_risk IN ('standard', 'high', 'very_high')),
        catalogue_version text NOT NULL,
        recommended_provider text NOT NULL,
        ai_reasoning text NOT NULL,
        risk_assessment text NOT NULL,
        additional_notes text NOT NULL,
        advisor jsonb NOT NULL,
        excluded jsonb NOT NULL,
        generated_by integer NOT NULL CONSTRAINT comparison_generated_by REFERENCES app_user (id),
        generated_at timestamptz NOT NULL
      );
      CREATE INDEX comparison_prospect_type ON comparison (prospect_id, insurance_type);
      CREATE INDEX comparison_generated ON comparison (generated_at);

      CREATE SEQUENCE quote_id_seq AS integer;
      CREATE TABLE quote (
        id integer PRIMARY KEY,
        version integer NOT NULL,
        comparison_id integer NOT NULL CONSTRAINT quote_comparison REFERENCES comparison (id),
        prospect_id integer NOT NULL CONSTRAINT quote_prospect REFERENCES prospect (id),
        provider text NOT NULL,
        insurance_type text NOT NULL,
        coverage_amount numeric(14, 2) NOT NULL,
        annual_premium numeric(14, 2) NOT NULL CHECK (annual_premium >= 1),
        monthly_premium numeric(14, 2) NOT NULL,
        premium_breakdown jsonb NOT NULL,
        deductible numeric(14, 2),
        catalogue_version text NOT NULL,
        valid_until date NOT NULL,
        rank integer NOT NULL,
        ai_score real NOT NULL CHECK (ai_score BETWEEN 0 AND 100),
        ai_reasoning jsonb NOT NULL,
        rules_score real NOT NULL,
        rules_criteria jsonb NOT NULL,
        is_recommended boolean NOT NULL,
        status text NOT NULL CHECK (status IN ('draft', 'sent', 'accepted', 'rejected', 'expired')),
        closed_reason text CHECK (closed_reason IN ('declined_by_prospect', 'another_quote_accepted', 'superseded', 'past_validity')),
        created_at timestamptz NOT NULL,
        sent_at timestamptz,
        accepted_at timestamptz,
        accepted_by integer CONSTRAINT quote_accepted_by REFERENCES app_user (id),
        CONSTRAINT quote_provider_once UNIQUE (comparison_id, provider)
      );
      CREATE INDEX quote_prospect_id ON quote (prospect_id, insurance_type);
      CREATE INDEX quote_created ON quote (created_at, id);
      CREATE INDEX quote_open ON quote (valid_until) WHERE status IN ('draft', 'sent');
      CREATE UNIQUE INDEX quote_one_accepted ON quote (comparison_id) WHERE status = 'accepted';

      CREATE SEQUENCE policy_id_seq AS integer;
      CREATE TABLE policy (
        id integer PRIMARY KEY,
        version integer NOT NULL,
        policy_number text NOT NULL CONSTRAINT policy_number_once UNIQUE CHECK (policy_number ~ '^INS-\\d{4}-\\d{6,}$'),
        quote_id integer NOT NULL CONSTRAINT policy_quote_once UNIQUE CONSTRAINT policy_quote REFERENCES quote (id),
        prospect_id integer NOT NULL CONSTRAINT policy_prospect REFERENCES prospect (id),
        provider text NOT NULL,
        insurance_type text NOT NULL,
        coverage_amount numeric(14, 2) NOT NULL,
        deductible numeric(14, 2),
        declared jsonb NOT NULL,
        catalogue_version text NOT NULL,
        term integer NOT NULL CHECK (term > 0),
        start_date date NOT NULL,
        end_date date NOT NULL CHECK (end_date > start_date),
        renewal_date date NOT NULL,
        annual_premium numeric(14, 2) NOT NULL,
        monthly_premium numeric(14, 2) NOT NULL,
        premium_breakdown jsonb NOT NULL,
        instalments jsonb NOT NULL,
        status text NOT NULL CHECK (status IN ('active', 'expired', 'cancelled')),
        signed_by integer NOT NULL CONSTRAINT policy_signed_by REFERENCES app_user (id),
        signed_at timestamptz NOT NULL,
        cancelled_at timestamptz,
        contract_document text,
        confirmation_sent_at timestamptz
      );
      CREATE INDEX policy_prospect_id ON policy (prospect_id);
      CREATE INDEX policy_signed ON policy (signed_at, id);
      CREATE INDEX policy_active_end ON policy (end_date) WHERE status = 'active';

      CREATE TABLE contract (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        policy_id integer NOT NULL CONSTRAINT contract_policy REFERENCES policy (id),
        term integer NOT NULL,
        contract_version integer NOT NULL DEFAULT 1,
        document_id text NOT NULL CONSTRAINT contract_document_once UNIQUE,
        sha256 text NOT NULL,
        size integer NOT NULL,
        content_hash text NOT NULL,
        template_version text NOT NULL,
        language text NOT NULL,
        issued_at timestamptz NOT NULL,
        CONSTRAINT contract_once UNIQUE (policy_id, term, contract_version)
      );

      CREATE SEQUENCE commission_id_seq AS integer;
      CREATE TABLE commission (
        id integer PRIMARY KEY,
        version integer NOT NULL,
        policy_id integer NOT NULL CONSTRAINT commission_policy REFERENCES policy (id),
        policy_number text NOT NULL,
        prospect_id integer NOT NULL CONSTRAINT commission_prospect REFERENCES prospect (id),
        term integer NOT NULL,
        commission_type text NOT NULL CHECK (commission_type IN ('initial', 'renewal_year1', 'renewal_recurring', 'clawback')),
        beneficiary_id integer NOT NULL CONSTRAINT commission_beneficiary REFERENCES app_user (id),
        beneficiary_role text NOT NULL CHECK (beneficiary_role IN ('broker', 'manager', 'affiliate')),
        base_amount numeric(14, 2) NOT NULL,
        percentage numeric(7, 4) NOT NULL,
        amount numeric(14, 2) NOT NULL CHECK (amount <> 0),
        period_year integer NOT NULL,
        period_month integer NOT NULL CHECK (period_month BETWEEN 1 AND 12),
        corrects_id integer CONSTRAINT commission_corrects REFERENCES commission (id),
        status text NOT NULL CHECK (status IN ('pending', 'approved', 'paid', 'rejected')),
        approved_by integer CONSTRAINT commission_approved_by REFERENCES app_user (id),
        approved_at timestamptz,
        payout_id integer,
        paid_at timestamptz,
        rejected_reason text,
        created_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX commission_once ON commission (policy_id, term, beneficiary_role, commission_type) WHERE corrects_id IS NULL;
      CREATE UNIQUE INDEX commission_correction_once ON commission (corrects_id, commission_type) WHERE corrects_id IS NOT NULL;
      CREATE INDEX commission_beneficiary_id ON commission (beneficiary_id, created_at, id);
      CREATE INDEX commission_created ON commission (created_at, id);
      CREATE INDEX commission_policy_id ON commission (policy_id, term);

      CREATE TABLE mail (
        event_id uuid NOT NULL,
        template text NOT NULL,
        recipient text NOT NULL,
        message_id text NOT NULL,
        status text NOT NULL CHECK (status IN ('sending', 'sent', 'refused')),
        attempts integer NOT NULL DEFAULT 1,
        sending_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        sent_at timestamptz,
        last_error text,
        PRIMARY KEY (event_id, template, recipient)
      );
      COMMENT ON COLUMN mail.recipient IS 'prospect:<id> or user:<id>, never an address';

      CREATE TABLE activity (
        event_id uuid PRIMARY KEY,
        event_type text NOT NULL,
        occurred_at timestamptz NOT NULL,
        prospect_id integer,
        quote_id integer,
        policy_id integer,
        commission_id integer,
        beneficiary_id integer,
        user_id integer,
        details jsonb NOT NULL
      );
      CREATE INDEX activity_occurred ON activity (occurred_at, event_id);
      CREATE INDEX activity_prospect ON activity (prospect_id, occurred_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE activity, mail, commission, contract, policy, quote, comparison;
      DROP SEQUENCE commission_id_seq, policy_id_seq, quote_id_seq, comparison_id_seq;`);
  }
}
