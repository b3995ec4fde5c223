import { renderSVG } from 'uqr';
import { sumMoney } from '../../../kernel/money.js';
import { type ContractData, type InsuredParty } from './contract-data.js';
import { type Format, FORMATS } from './format.js';
import { ENGLISH } from './texts.en.js';
import { ITALIAN } from './texts.it.js';
import { type Texts } from './texts.js';

const TEXTS = { en: ENGLISH, it: ITALIAN };

/** One line of a list: what it is and what it says. A wide one has a line to itself. */
export interface Row {
  label: string;
  value: string;
  wide?: boolean;
}

/** The contract's data in the words and formats of its language, ready to be laid out. */
export interface ContractView {
  language: string;
  texts: Texts;
  company: string;
  policyNumber: string;
  documentId: string;
  chainHead: string;
  subject: string;
  issued: string;
  highlights: Row[];
  details: Row[];
  party: Row[];
  coverage: Row[];
  breakdown: Row[];
  annualPremium: string;
  /** The plan in two halves, side by side on the page. */
  instalmentColumns: { number: number; dueDate: string; amount: string }[][];
  instalmentTotal: string;
  terms: { title: string; text: string }[];
  signatures: { title: string; name: string }[];
  /** The address as a code to scan, SVG. */
  verifyCode: string;
}

/** Puts a contract into its language. */
export function contractView(contract: ContractData): ContractView {
  const texts = TEXTS[contract.language];
  const format = FORMATS[contract.language];
  const { labels } = texts;
  const annualPremium = format.money(contract.annual_premium);
  const coverage = format.money(contract.coverage_amount);
  const [start, end, renewal] = [contract.start_date, contract.end_date, contract.renewal_date].map(format.date) as [
    string, string, string,
  ];
  return {
    language: contract.language,
    texts,
    company: contract.company_name,
    policyNumber: contract.policy_number,
    documentId: contract.document_id,
    chainHead: contract.event_chain_head,
    subject: texts.subject(contract.insurance_type, contract.provider_name),
    issued: format.instant(contract.issued_at, contract.time_zone),
    highlights: [
      { label: labels.coverageAmount, value: coverage },
      { label: labels.annualPremium, value: annualPremium },
      { label: labels.coverPeriod, value: `${start} – ${end}` },
    ],
    details: [
      { label: labels.provider, value: contract.provider_name },
      { label: labels.insuranceType, value: texts.insuranceTypes[contract.insurance_type] },
      { label: labels.status, value: texts.statuses[contract.status] },
      { label: labels.term, value: String(contract.term) },
      { label: labels.start, value: start },
      { label: labels.end, value: end },
      { label: labels.annualPremium, value: annualPremium },
      { label: labels.monthlyPremium, value: format.money(contract.monthly_premium) },
      { label: labels.renewal, value: renewal },
      ...given(labels.broker, contract.broker_name),
    ],
    party: partyRows(contract.insured_party, texts, format),
    coverage: coverageRows(contract, texts, format),
    breakdown: breakdownRows(contract, texts, format),
    annualPremium,
    instalmentColumns: halves(
      contract.instalments.map(({ number, due_date, amount }) => ({
        number,
        dueDate: format.date(due_date),
        amount: format.money(amount),
      })),
    ),
    instalmentTotal: format.money(sumMoney(contract.instalments.map(({ amount }) => amount))),
    terms: texts.terms({
      company: contract.company_name,
      provider: contract.provider_name,
      start,
      end,
      renewal,
      annualPremium,
      instalments: contract.instalments.length,
      coolingOffDays: contract.term === 1 ? contract.cooling_off_days : null,
    }),
    signatures: [
      { title: texts.forCompany(contract.company_name), name: contract.broker_name ?? '' },
      { title: texts.forInsuredParty, name: contract.insured_party.name },
    ],
    verifyCode: renderSVG(contract.verify_url, { ecc: 'M', border: 0 }),
  };
}

function partyRows(party: InsuredParty, texts: Texts, format: Format): Row[] {
  const { labels } = texts;
  return [
    { label: labels.name, value: party.name, wide: true },
    { label: labels.type, value: texts.partyTypes[party.type] },
    ...given(labels.birthDate, party.birth_date && format.date(party.birth_date)),
    ...given(labels.taxCode, party.tax_code),
    ...given(labels.vatNumber, party.vat_number),
    ...given(labels.phone, party.phone),
    ...given(labels.email, party.email).map((row) => ({ ...row, wide: true })),
  ];
}

function coverageRows(contract: ContractData, texts: Texts, format: Format): Row[] {
  const { labels } = texts;
  return [
    { label: labels.coverageAmount, value: format.money(contract.coverage_amount) },
    { label: labels.deductible, value: contract.deductible === null ? texts.none : format.money(contract.deductible) },
    { label: labels.smoker, value: declared(contract, texts, 'smoker') },
    { label: labels.preExisting, value: declared(contract, texts, 'pre_existing_conditions') },
    { label: labels.occupation, value: isBusiness(contract) ? texts.notApplicable : texts.occupationRisks[contract.conditions.occupation_risk] },
  ];
}

/** A company neither smokes, nor falls ill, nor has an occupation. */
function isBusiness(contract: ContractData): boolean {
  return contract.insured_party.type === 'business';
}

function declared(contract: ContractData, texts: Texts, condition: 'smoker' | 'pre_existing_conditions'): string {
  if (isBusiness(contract)) return texts.notApplicable;
  return contract.conditions[condition] ? texts.yes : texts.no;
}

function breakdownRows(contract: ContractData, texts: Texts, format: Format): Row[] {
  const { base, multiplier, risk, coverage, age, smoker, conditions, occupation } = contract.premium_breakdown;
  const { labels, breakdown } = texts;
  return [
    { label: breakdown.base, value: format.money(base) },
    { label: breakdown.multiplier(contract.provider_name), value: format.factor(multiplier) },
    { label: breakdown.risk, value: format.factor(risk) },
    { label: breakdown.coverage(format.money(contract.coverage_amount)), value: format.factor(coverage) },
    { label: breakdown.age, value: format.factor(age) },
    { label: labels.smoker, value: format.factor(smoker) },
    { label: labels.preExisting, value: format.factor(conditions) },
    { label: labels.occupation, value: format.factor(occupation) },
  ];
}

function given(label: string, value: string | null): Row[] {
  return value === null ? [] : [{ label, value }];
}

function halves<T>(list: T[]): T[][] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)].filter((half) => half.length > 0);
}
