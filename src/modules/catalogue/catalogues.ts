import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { type IsoDate } from '../../kernel/term.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { columnsBut, columnsOf } from '../../platform/database/statements.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type CatalogueVersion } from './catalogue.js';
import { CATALOGUE_VERSION, COMMISSION_RATE, PRODUCT, PROVIDER, RISK_FACTOR, TARIFF } from './catalogue.table.js';
import { beneficiaryRoles, earnedCommissionTypes } from './enumerations.js';
import { insuranceTypes } from './insurance-types.js';

const REFRESH_MILLISECONDS = 30_000;

/**
 * The published catalogue versions, kept in memory and read again every 30 seconds. Reads never wait for the
 * database, so a command inside its transaction cannot starve the pool by asking for a second connection.
 * A version published elsewhere is therefore seen within a minute: publish with an `effective_from` after today, and
 * call `refresh` in the process that publishes.
 */
@Injectable()
export class Catalogues implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(Catalogues.name);
  private versions: readonly CatalogueVersion[] = [];
  private timer?: NodeJS.Timeout;

  constructor(private readonly units: UnitOfWork) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => {
      this.refresh().catch((error: unknown) => this.logger.warn({ err: error }, 'catalogue not refreshed'));
    }, REFRESH_MILLISECONDS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** The version effective on the day; refuses with `no_catalogue_effective` when there is none. */
  async on(day: IsoDate): Promise<CatalogueVersion> {
    const effective = this.versions.find(
      (one) => one.effective_from <= day && (one.effective_to === null || day <= one.effective_to),
    );
    if (!effective) throw new DomainError('no_catalogue_effective', `No catalogue version is effective on ${day}.`);
    return effective;
  }

  async get(version: string): Promise<CatalogueVersion> {
    const found = this.versions.find((one) => one.version === version);
    if (!found) throw notFound('catalogue version');
    return found;
  }

  /** All versions, the newest first. */
  async list(): Promise<readonly CatalogueVersion[]> {
    return this.versions;
  }

  /** Reads all versions again. */
  async refresh(): Promise<void> {
    this.versions = await this.units.query<CatalogueVersion>(everyVersion());
  }
}

/** Each in one statement, so that no half of a version is ever read. Decimals are text: no float may round them. */
function everyVersion(): Sql {
  const { version } = CATALOGUE_VERSION;
  const [p, t, r] = [PRODUCT, TARIFF, COMMISSION_RATE];
  return sql`
  SELECT ${CATALOGUE_VERSION.columns},
    ${list(sql`
      SELECT ${columnsBut(PROVIDER, 'version', 'position')} FROM ${PROVIDER} WHERE ${PROVIDER.version} = ${version}
      ORDER BY ${PROVIDER.position}`)} AS providers,
    ${list(sql`
      SELECT ${columnsOf(p, 'provider', 'insurance_type', 'age_min', 'age_max', 'accepted_risk_categories')},
        ${p.multiplier}::text, ${p.maximum_coverage}::text, ${p.deductible}::text
      FROM ${p} JOIN ${PROVIDER} ON ${PROVIDER.version} = ${p.version} AND ${PROVIDER.code} = ${p.provider}
      WHERE ${p.version} = ${version}
      ORDER BY array_position(${insuranceTypes}::text[], ${p.insurance_type}), ${PROVIDER.position}`)} AS products,
    (SELECT json_object_agg(${t.insurance_type}, json_build_object(
        'base_premium', ${t.base_premium}::text, 'offered_to_businesses', ${t.offered_to_businesses},
        'cooling_off_days', ${t.cooling_off_days},
        'coverage', json_build_object('reference', ${t.coverage_reference}::text, 'fixed', ${t.coverage_fixed}::text,
          'slope', ${t.coverage_slope}::text),
        'age', ${t.age}, 'smoker', ${t.smoker}::text, 'conditions', ${t.conditions}::text, 'occupation', ${t.occupation}))
      FROM ${t} WHERE ${t.version} = ${version}) AS tariffs,
    (SELECT json_object_agg(${RISK_FACTOR.risk_category}, ${RISK_FACTOR.factor}::text)
      FROM ${RISK_FACTOR} WHERE ${RISK_FACTOR.version} = ${version}) AS risk_factors,
    ${list(sql`
      SELECT ${columnsOf(r, 'commission_type', 'role')}, ${r.percentage}::text FROM ${r} WHERE ${r.version} = ${version}
      ORDER BY array_position(${earnedCommissionTypes}::text[], ${r.commission_type}),
        array_position(${beneficiaryRoles}::text[], ${r.role})`)} AS commission_rates
  FROM ${CATALOGUE_VERSION} ORDER BY ${CATALOGUE_VERSION.effective_from} DESC`;
}

function list(rows: Sql): Sql {
  return sql`(SELECT json_agg(each) FROM (${rows}) AS each)`;
}
