import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { type IsoDate } from '../../kernel/term.js';
import { type CatalogueVersion } from './catalogue.js';

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

  constructor(private readonly dataSource: DataSource) {}

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
    const rows = await this.dataSource.query<{ catalogue: CatalogueVersion }[]>(EVERY_VERSION);
    this.versions = rows.map((row) => row.catalogue);
  }
}

const EVERY_VERSION = `
  SELECT json_build_object(
    'version', v.version, 'effective_from', v.effective_from, 'effective_to', v.effective_to,
    'providers', (
      SELECT json_agg(json_build_object(
        'code', code, 'name', name, 'claim_settlement_ratio', claim_settlement_ratio,
        'solvency_ratio', solvency_ratio, 'payment_flexibility', payment_flexibility, 'service', service
      ) ORDER BY position) FROM provider p WHERE p.version = v.version),
    'products', (
      SELECT json_agg(json_build_object(
        'provider', provider, 'insurance_type', insurance_type, 'age_min', age_min, 'age_max', age_max,
        'accepted_risk_categories', accepted_risk_categories, 'multiplier', multiplier::text,
        'maximum_coverage', maximum_coverage::text, 'deductible', deductible::text
      ) ORDER BY array_position('{life,auto,home,health}', p.insurance_type), r.position)
      FROM product p JOIN provider r ON r.version = p.version AND r.code = p.provider WHERE p.version = v.version),
    'tariffs', (
      SELECT json_object_agg(insurance_type, json_build_object(
        'base_premium', base_premium::text, 'offered_to_businesses', offered_to_businesses,
        'cooling_off_days', cooling_off_days,
        'coverage', json_build_object(
          'reference', coverage_reference::text, 'fixed', coverage_fixed::text, 'slope', coverage_slope::text),
        'age', age, 'smoker', smoker::text, 'conditions', conditions::text, 'occupation', occupation
      )) FROM tariff t WHERE t.version = v.version),
    'risk_factors', (
      SELECT json_object_agg(risk_category, factor::text) FROM risk_factor f WHERE f.version = v.version),
    'commission_rates', (
      SELECT json_agg(json_build_object(
        'commission_type', commission_type, 'role', role, 'percentage', percentage::text
      ) ORDER BY array_position('{initial,renewal_year1,renewal_recurring}', commission_type),
        array_position('{broker,manager,affiliate}', role))
      FROM commission_rate c WHERE c.version = v.version)
  ) AS catalogue
  FROM catalogue_version v ORDER BY v.effective_from DESC`;
