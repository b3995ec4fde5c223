import { describe, expect, it } from '@jest/globals';
import { type CatalogueVersion } from '../../catalogue/index.js';
import { type ProspectState } from '../../prospects/index.js';
import { contentHash, contractContent, type ContractSources } from './contract-content.js';
import { termAsBegun } from './term-as-begun.js';

const HASH = '9f3c21ab' + 'c'.repeat(56);

const CREATED = {
  policy_number: 'INS-2026-000042',
  quote_id: 7,
  prospect_id: 5,
  provider: 'unipolsai',
  insurance_type: 'life',
  coverage_amount: '250000.00',
  deductible: null,
  catalogue_version: '2026.1',
  term: 1,
  declared: { risk_category: 'low', smoker: true, has_preexisting_conditions: false, occupation_risk: 'high' },
  start_date: '2026-11-24',
  end_date: '2027-11-23',
  renewal_date: '2027-10-24',
  annual_premium: '1231.20',
  monthly_premium: '102.60',
  premium_breakdown: {
    base: '800.00',
    provider_multiplier: '0.95',
    risk: '0.90',
    coverage: '1.0000',
    age: '1.00',
    smoker: '1.50',
    conditions: '1.00',
    occupation: '1.20',
    unrounded: '1231.2',
    annual_premium: '1231.20',
  },
  instalments: [{ term: 1, number: 1, due_date: '2026-11-24', amount: '102.60', paid_on: null }],
  signed_by: 3,
  broker_id: 3,
  manager_id: 2,
  affiliate_id: null,
};

const TARIFF = {
  cooling_off_days: 30,
  age: { kind: 'slope', above: 40, per_year: '0.02' },
  smoker: '1.50',
  conditions: '1.30',
  occupation: { standard: '1.00', high: '1.20', very_high: '1.50' },
};
const ASKS_NOTHING = {
  age: { kind: 'bands', bands: [{ from: 0, to: null, factor: '1.00' }] },
  smoker: '1.00',
  conditions: '1.00',
  occupation: { standard: '1.00', high: '1.00', very_high: '1.00' },
};
const OF_NOBODY = { age: null, smoker: null, conditions: null, occupation: null };

function event(version: number, event_type: string, data: object, hash = HASH) {
  return {
    event_id: `00000000-0000-7000-8000-00000000000${version}`,
    event_type,
    aggregate_type: 'policy',
    aggregate_id: '12',
    version,
    data: data as Record<string, unknown>,
    schema_version: 1,
    occurred_at: '2026-11-24T09:15:00.000Z',
    hash,
    metadata: {
      user_id: 3,
      role: 'broker',
      source: 'api' as const,
      timestamp: '',
      correlation_id: 'r',
      causation_id: null,
      ip: null,
    },
  };
}

function theSources(changes: Partial<ContractSources> = {}): ContractSources {
  return {
    begun: termAsBegun([event(1, 'PolicyCreated', CREATED)], 1),
    prospect: {
      id: 5,
      version: 3,
      type: 'individual',
      first_name: 'Anna',
      last_name: 'Rossi',
      company_name: null,
      vat_number: null,
      email: 'anna@example.it',
      phone: '+390612345678',
      birth_date: '1991-02-03',
      tax_code: 'RSSNNA91B43H501X',
      risk_category: 'low',
      language: 'it',
      notes: 'calls back on Monday',
    } as ProspectState,
    broker_name: 'broker1',
    catalogue: {
      version: '2026.1',
      providers: [{ code: 'unipolsai', name: 'UnipolSai' }],
      tariffs: { life: TARIFF, home: { ...TARIFF, ...ASKS_NOTHING } },
    } as unknown as CatalogueVersion,
    company: { name: 'Insurance CRM', time_zone: 'Europe/Rome', public_url: 'https://crm.example' },
    ...changes,
  };
}

describe("a term, read off its policy's history", () => {
  const history = [
    event(1, 'PolicyCreated', CREATED),
    event(2, 'PolicyConfirmationSent', { prospect_id: 5, term: 1 }, 'd'.repeat(64)),
  ];

  it('is as it was agreed, whatever came after', () => {
    expect(termAsBegun(history, 1)).toMatchObject({
      broker_id: 3,
      agreed_at: '2026-11-24T09:15:00.000Z',
      event_hash: HASH,
      policy: { id: 12, version: 1, status: 'active', confirmation_sent_at: null },
    });
  });

  it('is not found where the policy has no such term', () => {
    expect(() => termAsBegun(history, 2)).toThrow('No such term 2');
  });
});

describe('the content of a contract', () => {
  it("names provider, party, broker and days of cooling off in people's words", () => {
    expect(contractContent(theSources())).toMatchObject({
      language: 'it',
      company_name: 'Insurance CRM',
      broker_name: 'broker1',
      provider_name: 'UnipolSai',
      status: 'active',
      cooling_off_days: 30,
      issued_at: '2026-11-24T09:15:00.000Z',
      time_zone: 'Europe/Rome',
      event_chain_head: HASH,
      insured_party: { name: 'Anna Rossi', type: 'individual', tax_code: 'RSSNNA91B43H501X', vat_number: null },
      conditions: { smoker: true, pre_existing_conditions: false, occupation_risk: 'high' },
      verify_url: 'https://crm.example/api/v1/contracts/verify?document=INS-2026-000042-T1-V1-9f3c21ab',
      instalments: [{ number: 1, due_date: '2026-11-24', amount: '102.60' }],
    });
  });

  it('names the birth date and the type that the term was rated for, whatever they have become since', () => {
    const priced_for = { prospect_type: 'individual', birth_date: '1985-03-15', risk_category: 'low' };
    const begun = termAsBegun([event(1, 'PolicyCreated', { ...CREATED, priced_for })], 1);
    const { prospect } = theSources();
    const content = contractContent(
      theSources({ begun, prospect: { ...prospect, type: 'business', company_name: 'Rossi S.r.l.' } }),
    );
    expect(content.insured_party).toMatchObject({ name: 'Anna Rossi', type: 'individual', birth_date: '1985-03-15' });
  });

  it('names those of now where a business or an older term was rated without', () => {
    expect(contractContent(theSources()).insured_party).toMatchObject({ type: 'individual', birth_date: '1991-02-03' });
    const priced_for = { prospect_type: 'business', birth_date: null, risk_category: 'low' };
    const begun = termAsBegun([event(1, 'PolicyCreated', { ...CREATED, priced_for })], 1);
    expect(contractContent(theSources({ begun })).insured_party).toMatchObject({
      type: 'business',
      birth_date: '1991-02-03',
    });
  });

  it('has a document id that tells policy, term and version, and follows from the event', () => {
    expect(contractContent(theSources()).document_id).toBe('INS-2026-000042-T1-V1-9f3c21ab');
  });

  it('keeps the factors that multiply to the premium, and nothing else of the breakdown', () => {
    expect(contractContent(theSources()).premium_breakdown).toEqual({
      base: '800.00',
      multiplier: '0.95',
      risk: '0.90',
      coverage: '1.0000',
      age: '1.00',
      smoker: '1.50',
      conditions: '1.00',
      occupation: '1.20',
    });
  });

  it('leaves out what the tariff of the insurance type does not ask', () => {
    const nothing = { ...CREATED.premium_breakdown, smoker: '1.00', occupation: '1.00' };
    const begun = termAsBegun(
      [event(1, 'PolicyCreated', { ...CREATED, insurance_type: 'home', premium_breakdown: nothing })],
      1,
    );
    expect(contractContent(theSources({ begun })).premium_breakdown).toMatchObject({
      coverage: '1.0000',
      ...OF_NOBODY,
    });
  });

  it('leaves out what is not asked of a company, but never a factor that counts', () => {
    const { prospect } = theSources();
    const company = { ...prospect, type: 'business', company_name: 'Bellini S.r.l.' } as ProspectState;
    expect(contractContent(theSources({ prospect: company })).premium_breakdown).toMatchObject({
      ...OF_NOBODY,
      smoker: '1.50',
      occupation: '1.20',
    });
  });

  it('writes the phone number as people do', () => {
    expect(contractContent(theSources()).insured_party.phone).toBe('+39\u00a006\u00a01234\u00a05678');
  });

  it('never shows the notes on a prospect', () => {
    expect(JSON.stringify(contractContent(theSources()))).not.toContain('Monday');
  });
});

describe('the content hash', () => {
  it('is the same for the same sources and another for any other', () => {
    const first = contentHash(contractContent(theSources()));
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(contentHash(contractContent(theSources()))).toBe(first);
    expect(contentHash(contractContent(theSources({ broker_name: 'broker2' })))).not.toBe(first);
  });
});
