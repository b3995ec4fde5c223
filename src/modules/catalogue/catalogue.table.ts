import {
  boolean,
  day,
  json,
  listedMoney,
  none,
  nullable,
  numeric,
  oneOf,
  smallint,
  text,
  texts,
} from '../../kernel/fields.js';
import { table } from '../../platform/database/table.js';
import { type AgeFactor, type DecimalText } from './catalogue.js';
import { beneficiaryRoles, earnedCommissionTypes, type OccupationRisk, riskCategories } from './enumerations.js';
import { insuranceTypes } from './insurance-types.js';

export const CATALOGUE_VERSION = table(
  'catalogue_version',
  { version: none(text), effective_from: none(day), effective_to: none(nullable(day)) },
  { key: ['version'] },
);

const ofVersion = { version: none(text) };

export const PROVIDER = table(
  'provider',
  {
    ...ofVersion,
    code: none(text),
    /** In the order of which answers list them and ties are decided. */
    position: none(smallint),
    name: none(text),
    claim_settlement_ratio: none(numeric),
    solvency_ratio: none(numeric),
    payment_flexibility: none(smallint),
    service: none(smallint),
  },
  { key: ['version', 'code'] },
);

export const PRODUCT = table(
  'product',
  {
    ...ofVersion,
    provider: none(text),
    insurance_type: none(oneOf(insuranceTypes)),
    age_min: none(smallint),
    age_max: none(nullable(smallint)),
    accepted_risk_categories: none(texts),
    multiplier: none(numeric),
    maximum_coverage: none(listedMoney),
    deductible: none(nullable(listedMoney)),
  },
  { key: ['version', 'provider', 'insurance_type'] },
);

export const TARIFF = table(
  'tariff',
  {
    ...ofVersion,
    insurance_type: none(oneOf(insuranceTypes)),
    base_premium: none(listedMoney),
    offered_to_businesses: none(boolean),
    cooling_off_days: none(smallint),
    coverage_reference: none(listedMoney),
    coverage_fixed: none(numeric),
    coverage_slope: none(numeric),
    age: none(json<AgeFactor>()),
    smoker: none(numeric),
    conditions: none(numeric),
    occupation: none(json<Record<OccupationRisk, DecimalText>>()),
  },
  { key: ['version', 'insurance_type'] },
);

export const RISK_FACTOR = table(
  'risk_factor',
  { ...ofVersion, risk_category: none(oneOf(riskCategories)), factor: none(numeric) },
  { key: ['version', 'risk_category'] },
);

export const COMMISSION_RATE = table(
  'commission_rate',
  {
    ...ofVersion,
    commission_type: none(oneOf(earnedCommissionTypes)),
    role: none(oneOf(beneficiaryRoles)),
    percentage: none(numeric),
  },
  { key: ['version', 'commission_type', 'role'] },
);
