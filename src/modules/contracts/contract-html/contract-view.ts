import { renderSVG } from 'uqr';
import { sumMoney } from '../../../kernel/money.js';
import { coverageWords, insuranceWords } from '../../catalogue/index.js';
import { type ContractData } from './contract-data.js';
import { type Format, FORMATS } from './format.js';
import { partyRows } from './insured-party.js';
import { given, type Row } from './row.js';
import { ENGLISH } from './texts.en.js';
import { ITALIAN } from './texts.it.js';
import { type Texts } from './texts.js';

const TEXTS = { en: ENGLISH, it: ITALIAN };

/** The contract's data in the words and formats of its language, ready to be laid out. */
export interface ContractView {
  language: string;
  texts: Texts;
  company: string;
  policyNumber: string;
  documentId: string;
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
  const coverage = format.sum(contract.coverage_amount);
  const [insuranceType, coverageWord] = [insuranceWords, coverageWords].map((words) =>
    sentence(words[contract.language][contract.insurance_type]),
  ) as [string, string];
  const [start, end, renewal] = [contract.start_date, contract.end_date, contract.renewal_date].map(format.date) as [
    string,
    string,
    string,
  ];
  return {
    language: contract.language,
    texts,
    company: contract.company_name,
    policyNumber: contract.policy_number,
    documentId: contract.document_id,
    subject: texts.subject(insuranceType, contract.provider_name),
    issued: format.instant(contract.issued_at, contract.time_zone),
    highlights: [
      { label: coverageWord, value: coverage },
      { label: labels.annualPremium, value: annualPremium },
      { label: labels.coverPeriod, value: `${start} – ${end}` },
    ],
    details: [
      { label: labels.provider, value: contract.provider_name },
      { label: labels.insuranceType, value: insuranceType },
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
    coverage: [{ label: coverageWord, value: coverage }, ...coverageRows(contract, texts, format)],
    breakdown: breakdownRows(contract, texts, format, texts.breakdown.coverage(coverageWord, coverage)),
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
      aged: contract.premium_breakdown.age !== null,
      coolingOffDays: contract.term === 1 ? contract.cooling_off_days : null,
    }),
    signatures: [
      { title: texts.forCompany(contract.company_name), name: contract.broker_name ?? '' },
      { title: texts.forInsuredParty, name: contract.insured_party.name },
    ],
    verifyCode: renderSVG(contract.verify_url, { ecc: 'M', border: 0 }),
  };
}

/** What was declared stands in the contract where the premium depends on it. */
function coverageRows(contract: ContractData, texts: Texts, format: Format): Row[] {
  const { labels } = texts;
  const { conditions, deductible, premium_breakdown: factors } = contract;
  const yesOrNo = (declared: boolean) => (declared ? texts.yes : texts.no);
  return [
    { label: labels.deductible, value: deductible === null ? texts.none : format.sum(deductible) },
    ...given(labels.smoker, factors.smoker && yesOrNo(conditions.smoker)),
    ...given(labels.preExisting, factors.conditions && yesOrNo(conditions.pre_existing_conditions)),
    ...given(labels.occupation, factors.occupation && texts.occupationRisks[conditions.occupation_risk]),
  ];
}

function breakdownRows(contract: ContractData, texts: Texts, format: Format, coverage: string): Row[] {
  const { labels, breakdown } = texts;
  const factors = contract.premium_breakdown;
  const loading = (label: string, factor: string | null): Row[] => given(label, factor && format.factor(factor));
  return [
    { label: breakdown.base, value: format.money(factors.base) },
    ...loading(breakdown.multiplier(contract.provider_name), factors.multiplier),
    ...loading(breakdown.risk, factors.risk),
    ...loading(coverage, factors.coverage),
    ...loading(breakdown.age, factors.age),
    ...loading(labels.smoker, factors.smoker),
    ...loading(labels.preExisting, factors.conditions),
    ...loading(labels.occupation, factors.occupation),
  ];
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function halves<T>(list: T[]): T[][] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)].filter((half) => half.length > 0);
}
