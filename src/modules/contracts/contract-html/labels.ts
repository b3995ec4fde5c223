import { type Language } from '../../prospects/index.js';

/** What a line or a heading of the contract is called, in both languages. */
const LABELS = {
  policyNumber: { en: 'Policy number', it: 'Numero di polizza' },
  issued: { en: 'Issued', it: 'Data di emissione' },
  coverPeriod: { en: 'Cover period', it: 'Periodo di copertura' },
  policyDetails: { en: 'Policy details', it: 'Dati della polizza' },
  status: { en: 'Status', it: 'Stato' },
  provider: { en: 'Provider', it: 'Compagnia' },
  insuranceType: { en: 'Insurance type', it: 'Tipo di assicurazione' },
  term: { en: 'Policy year', it: 'Annualità' },
  start: { en: 'Start', it: 'Decorrenza' },
  end: { en: 'End', it: 'Scadenza' },
  renewal: { en: 'Renewable from', it: 'Rinnovabile dal' },
  annualPremium: { en: 'Annual premium', it: 'Premio annuo' },
  monthlyPremium: { en: 'Monthly premium', it: 'Premio mensile' },
  insuredParty: { en: 'Insured party', it: 'Assicurato' },
  name: { en: 'Name', it: 'Nome' },
  type: { en: 'Type', it: 'Tipo' },
  email: { en: 'E-mail', it: 'E-mail' },
  phone: { en: 'Telephone', it: 'Telefono' },
  taxCode: { en: 'Tax code', it: 'Codice fiscale' },
  vatNumber: { en: 'VAT number', it: 'Partita IVA' },
  birthDate: { en: 'Date of birth', it: 'Data di nascita' },
  broker: { en: 'Broker', it: 'Intermediario' },
  coverage: { en: 'Coverage', it: 'Copertura' },
  deductible: { en: 'Deductible', it: 'Franchigia' },
  smoker: { en: 'Smoker', it: 'Fumatore' },
  preExisting: { en: 'Pre-existing conditions', it: 'Patologie preesistenti' },
  occupation: { en: 'Occupation risk', it: 'Rischio professionale' },
  breakdown: { en: 'How the premium is made up', it: 'Come si compone il premio' },
  breakdownNote: {
    en: 'The factors are multiplied and the result is rounded once, to the cent.',
    it: 'I coefficienti si moltiplicano tra loro e il risultato si arrotonda una sola volta, al centesimo.',
  },
  item: { en: 'Item', it: 'Voce' },
  factor: { en: 'Value', it: 'Valore' },
  paymentPlan: { en: 'Payment plan', it: 'Piano dei pagamenti' },
  instalment: { en: 'Instalment', it: 'Rata' },
  dueDate: { en: 'Due date', it: 'Scadenza' },
  amount: { en: 'Amount', it: 'Importo' },
  total: { en: 'Total', it: 'Totale' },
  terms: { en: 'Terms and conditions', it: 'Condizioni generali' },
  signatures: { en: 'Signatures', it: 'Firme' },
  signaturesNote: {
    en: 'By signing, both parties accept this contract, its payment plan and its terms and conditions.',
    it: 'Con la firma le parti accettano il presente contratto, il piano dei pagamenti e le condizioni generali.',
  },
  placeAndDate: { en: 'Place and date', it: 'Luogo e data' },
  signature: { en: 'Signature', it: 'Firma' },
  documentId: { en: 'Document', it: 'Documento' },
  verify: { en: 'Genuine? Scan the code and check the PDF', it: 'È autentico? Inquadri il codice e verifichi il PDF' },
} satisfies Record<string, Record<Language, string>>;

export type Labels = Record<keyof typeof LABELS, string>;

export function labelsIn(language: Language): Labels {
  return Object.fromEntries(Object.entries(LABELS).map(([label, words]) => [label, words[language]])) as Labels;
}
