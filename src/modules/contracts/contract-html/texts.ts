import { type ContractData, type InsuredParty } from './contract-data.js';

/** Facts that the terms and conditions name, already written in the contract's language. */
export interface TermFacts {
  company: string;
  provider: string;
  start: string;
  end: string;
  renewal: string;
  annualPremium: string;
  instalments: number;
  /** Null from the second term on, which has no cooling-off right. */
  coolingOffDays: number | null;
}

/** Every word of the contract in one language. */
export interface Texts {
  title: string;
  subject(type: ContractData['insurance_type'], provider: string): string;
  labels: Record<
    | 'policyNumber' | 'issued' | 'coverPeriod' | 'policyDetails' | 'status' | 'provider' | 'insuranceType' | 'term'
    | 'start' | 'end' | 'renewal' | 'annualPremium' | 'monthlyPremium' | 'insuredParty' | 'name' | 'type' | 'email'
    | 'phone' | 'taxCode' | 'vatNumber' | 'birthDate' | 'broker' | 'coverage' | 'coverageAmount' | 'deductible'
    | 'smoker' | 'preExisting' | 'occupation' | 'breakdown' | 'breakdownNote' | 'item' | 'factor'
    | 'paymentPlan' | 'instalment' | 'dueDate' | 'amount' | 'total'
    | 'terms' | 'signatures' | 'signaturesNote' | 'placeAndDate' | 'signature' | 'documentId' | 'chainHead'
    | 'verify',
    string
  >;
  none: string;
  yes: string;
  no: string;
  notApplicable: string;
  statuses: Record<ContractData['status'], string>;
  insuranceTypes: Record<ContractData['insurance_type'], string>;
  partyTypes: Record<InsuredParty['type'], string>;
  occupationRisks: Record<ContractData['conditions']['occupation_risk'], string>;
  /** What each factor of the premium stands for. */
  breakdown: {
    base: string;
    multiplier(provider: string): string;
    risk: string;
    coverage(amount: string): string;
    age: string;
  };
  terms(facts: TermFacts): { title: string; text: string }[];
  forCompany(company: string): string;
  forInsuredParty: string;
  /** Words around the page numbers: `Page 1 of 3`. */
  page: { before: string; between: string };
  smallPrint: string;
}
