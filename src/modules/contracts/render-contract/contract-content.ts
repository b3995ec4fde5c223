import { createHash } from 'node:crypto';
import { exact } from '../../../kernel/money.js';
import { canonicalJson } from '../../../platform/event-store/canonical-json.js';
import { type CatalogueVersion, findProvider, type Tariff } from '../../catalogue/index.js';
import { type ProspectState } from '../../prospects/index.js';
import { type ContractData } from '../contract-html/contract-data.js';
import { insuredParty } from '../contract-html/insured-party.js';
import { type TermAsBegun } from './term-as-begun.js';

/** Raised with every change of words or layout, so that a content hash names the template that was used. */
export const TEMPLATE_VERSION = '4';

/** The contract as first issued; the database keeps room for later ones. */
export const FIRST_VERSION = 1;

const SHORT_HASH = 8;

export interface ContractSources {
  begun: TermAsBegun;
  prospect: ProspectState;
  broker_name: string | null;
  /** The version by which the term was priced. */
  catalogue: CatalogueVersion;
  company: { name: string; time_zone: string; public_url: string };
}

/** What the contract of a term says. The same sources give the same contract, its document id included. */
export function contractContent({ begun, prospect, broker_name, catalogue, company }: ContractSources): ContractData {
  const { policy, priced_for, event_hash } = begun;
  const document_id = `${policy.policy_number}-T${policy.term}-V${FIRST_VERSION}-${event_hash.slice(0, SHORT_HASH)}`;
  const { provider_multiplier: multiplier, ...factors } = policy.premium_breakdown;
  const tariff = catalogue.tariffs[policy.insurance_type];
  const asked = askedBy(tariff, prospect.type === 'business');
  const ifAsked = (name: PersonalFactor): string | null => (asked[name] || loads(factors[name]) ? factors[name] : null);
  return {
    language: prospect.language,
    company_name: company.name,
    broker_name,
    policy_number: policy.policy_number,
    document_id,
    term: policy.term,
    status: policy.status,
    provider_name: findProvider(catalogue, policy.provider)?.name ?? policy.provider,
    insurance_type: policy.insurance_type,
    start_date: policy.start_date,
    end_date: policy.end_date,
    renewal_date: policy.renewal_date,
    annual_premium: policy.annual_premium,
    monthly_premium: policy.monthly_premium,
    coverage_amount: policy.coverage_amount,
    deductible: policy.deductible,
    insured_party: insuredParty(prospect, priced_for),
    conditions: {
      smoker: policy.declared.smoker,
      pre_existing_conditions: policy.declared.has_preexisting_conditions,
      occupation_risk: policy.declared.occupation_risk,
    },
    premium_breakdown: {
      base: factors.base,
      multiplier,
      risk: factors.risk,
      coverage: factors.coverage,
      age: ifAsked('age'),
      smoker: ifAsked('smoker'),
      conditions: ifAsked('conditions'),
      occupation: ifAsked('occupation'),
    },
    instalments: policy.instalments
      .filter((instalment) => instalment.term === policy.term)
      .map(({ number, due_date, amount }) => ({ number, due_date, amount })),
    cooling_off_days: tariff.cooling_off_days,
    verify_url: `${company.public_url}/api/v1/contracts/verify?document=${document_id}`,
    event_chain_head: event_hash,
    issued_at: begun.agreed_at,
    time_zone: company.time_zone,
  };
}

type PersonalFactor = 'age' | 'smoker' | 'conditions' | 'occupation';

/** What a tariff asks about a person: where all its answers have the factor 1 it does not, and of a company never. */
function askedBy(tariff: Tariff, business: boolean): Record<PersonalFactor, boolean> {
  const { age } = tariff;
  return {
    age:
      !business &&
      (age.kind === 'slope' ? !exact(age.per_year).isZero() : age.bands.some(({ factor }) => loads(factor))),
    smoker: !business && loads(tariff.smoker),
    conditions: !business && loads(tariff.conditions),
    occupation: !business && Object.values(tariff.occupation).some(loads),
  };
}

function loads(factor: string): boolean {
  return !exact(factor).equals(1);
}

/** SHA-256, hex, over what a contract says and the template that says it. */
export function contentHash(content: ContractData): string {
  return createHash('sha256')
    .update(canonicalJson({ content, template_version: TEMPLATE_VERSION }))
    .digest('hex');
}
