import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { catalogue2026_1 as catalogue } from './data/catalogue-2026-1.js';

/** Products, tariffs and commission rates in dated versions, with the first one published. */
export class Catalogue20261_1764000000200 implements MigrationInterface {
  name = 'Catalogue20261_1764000000200';

  async up(queryRunner: QueryRunner): Promise<void> {
    await createTables(queryRunner);
    await publish(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE commission_rate, risk_factor, product, tariff, provider, catalogue_version');
  }
}

async function createTables(queryRunner: QueryRunner): Promise<void> {
  // numeric without a scale keeps a factor as it was written, so that a breakdown shows 1.10 and not 1.1000.
  await queryRunner.query(`
    CREATE TABLE catalogue_version (
      version text PRIMARY KEY CHECK (version ~ '^[0-9]{4}\\.[0-9]+$'),
      effective_from date NOT NULL,
      effective_to date,
      CONSTRAINT catalogue_version_days CHECK (effective_to >= effective_from),
      CONSTRAINT catalogue_version_one_per_day
        EXCLUDE USING gist (daterange(effective_from, effective_to, '[]') WITH &&)
    )`);
  await queryRunner.query(`
    CREATE TABLE provider (
      version text NOT NULL CONSTRAINT provider_version_fk REFERENCES catalogue_version (version),
      code text NOT NULL CHECK (code ~ '^[a-z][a-z0-9_]*$'),
      position smallint NOT NULL,
      name text NOT NULL,
      claim_settlement_ratio numeric NOT NULL CHECK (claim_settlement_ratio BETWEEN 0 AND 100),
      solvency_ratio numeric NOT NULL CHECK (solvency_ratio >= 0),
      payment_flexibility smallint NOT NULL CHECK (payment_flexibility BETWEEN 0 AND 100),
      service smallint NOT NULL CHECK (service BETWEEN 0 AND 100),
      PRIMARY KEY (version, code),
      CONSTRAINT provider_position_unique UNIQUE (version, position)
    )`);
  await queryRunner.query(`
    CREATE TABLE tariff (
      version text NOT NULL CONSTRAINT tariff_version_fk REFERENCES catalogue_version (version),
      insurance_type text NOT NULL CHECK (insurance_type IN ('life', 'auto', 'home', 'health')),
      base_premium numeric(12, 2) NOT NULL CHECK (base_premium > 0),
      offered_to_businesses boolean NOT NULL,
      cooling_off_days smallint NOT NULL CHECK (cooling_off_days >= 0),
      coverage_reference numeric(12, 2) NOT NULL CHECK (coverage_reference > 0),
      coverage_fixed numeric NOT NULL CHECK (coverage_fixed >= 0),
      coverage_slope numeric NOT NULL CHECK (coverage_slope >= 0),
      age jsonb NOT NULL,
      smoker numeric NOT NULL CHECK (smoker > 0),
      conditions numeric NOT NULL CHECK (conditions > 0),
      occupation jsonb NOT NULL,
      PRIMARY KEY (version, insurance_type)
    )`);
  await queryRunner.query(`
    CREATE TABLE product (
      version text NOT NULL,
      provider text NOT NULL,
      insurance_type text NOT NULL,
      age_min smallint NOT NULL CHECK (age_min >= 0),
      age_max smallint,
      accepted_risk_categories text[] NOT NULL
        CHECK (accepted_risk_categories <> '{}' AND accepted_risk_categories <@ '{low,medium,high}'),
      multiplier numeric NOT NULL CHECK (multiplier > 0),
      maximum_coverage numeric(12, 2) NOT NULL CHECK (maximum_coverage > 0),
      deductible numeric(12, 2) CHECK (deductible > 0),
      PRIMARY KEY (version, provider, insurance_type),
      CONSTRAINT product_ages CHECK (age_max >= age_min),
      CONSTRAINT product_provider_fk FOREIGN KEY (version, provider) REFERENCES provider (version, code),
      CONSTRAINT product_tariff_fk FOREIGN KEY (version, insurance_type) REFERENCES tariff (version, insurance_type)
    )`);
  await queryRunner.query(`
    CREATE TABLE risk_factor (
      version text NOT NULL CONSTRAINT risk_factor_version_fk REFERENCES catalogue_version (version),
      risk_category text NOT NULL CHECK (risk_category IN ('low', 'medium', 'high')),
      factor numeric NOT NULL CHECK (factor > 0),
      PRIMARY KEY (version, risk_category)
    )`);
  await queryRunner.query(`
    CREATE TABLE commission_rate (
      version text NOT NULL CONSTRAINT commission_rate_version_fk REFERENCES catalogue_version (version),
      commission_type text NOT NULL CHECK (commission_type IN ('initial', 'renewal_year1', 'renewal_recurring')),
      role text NOT NULL CHECK (role IN ('broker', 'manager', 'affiliate')),
      percentage numeric NOT NULL CHECK (percentage BETWEEN 0 AND 100),
      PRIMARY KEY (version, commission_type, role)
    )`);
}

async function publish(queryRunner: QueryRunner): Promise<void> {
  const { version } = catalogue;
  const insert = (table: string, row: Record<string, unknown>) => {
    const columns = Object.keys(row);
    return queryRunner.query(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(row),
    );
  };
  await insert('catalogue_version', {
    version,
    effective_from: catalogue.effective_from,
    effective_to: catalogue.effective_to,
  });
  for (const [index, provider] of catalogue.providers.entries()) {
    await insert('provider', { version, position: index + 1, ...provider });
  }
  for (const [insurance_type, { coverage, ...tariff }] of Object.entries(catalogue.tariffs)) {
    await insert('tariff', {
      version,
      insurance_type,
      ...tariff,
      coverage_reference: coverage.reference,
      coverage_fixed: coverage.fixed,
      coverage_slope: coverage.slope,
    });
  }
  for (const product of catalogue.products) await insert('product', { version, ...product });
  for (const [risk_category, factor] of Object.entries(catalogue.risk_factors)) {
    await insert('risk_factor', { version, risk_category, factor });
  }
  for (const rate of catalogue.commission_rates) await insert('commission_rate', { version, ...rate });
}
