import { formatDate, formatFactor, formatMoney, formatSum, type MailLanguage } from './format.js';
import { type MailBlock, type MailWords } from './mail-content.js';
import { type QuoteData } from './mail-data.js';
import { insuranceWords, reach, sentence } from './words.js';

/** To the prospect: one provider's binding offer. */
export const quote: MailWords<QuoteData> = {
  en: (data) => ({
    subject: `Your ${insuranceWords.en[data.insuranceType]} quote from ${data.provider}`,
    preheader: `${formatMoney(data.annualPremium, 'en')} a year, valid until ${formatDate(data.validUntil, 'en')}.`,
    title: `Your quote from ${data.provider}`,
    greeting: `Dear ${data.displayName},`,
    blocks: [
      { kind: 'text', text: `Here is the ${insuranceWords.en[data.insuranceType]} quote from ${data.provider} ` +
        'that we have prepared for you.' },
      {
        kind: 'figure', label: 'Annual premium', value: formatMoney(data.annualPremium, 'en'),
        note: `or ${formatMoney(data.monthlyPremium, 'en')} a month in 12 instalments`,
      },
      {
        kind: 'facts', rows: [
          ['Provider', data.provider],
          ['Insurance', sentence(insuranceWords.en[data.insuranceType])],
          ['Coverage', formatSum(data.coverage, 'en')],
          ['Deductible', hasDeductible(data) ? formatSum(data.deductible, 'en') : 'None'],
          ['Valid until', formatDate(data.validUntil, 'en')],
          ['Quote number', String(data.quoteId)],
        ],
      },
      ...reasons(data, 'In its favour', 'To consider'),
      breakdown(data, 'en', 'How the premium comes about', 'Base premium', 'Annual premium'),
      {
        kind: 'notice', title: `Valid until ${formatDate(data.validUntil, 'en')}`,
        text: data.broker
          ? `To accept, or to ask anything first, contact your broker ${reach(data.broker, 'en')}.`
          : 'To accept, or to ask anything first, simply reply to this e-mail.',
      },
    ],
    closing: ['Kind regards,', data.companyName],
    footer: `You receive this e-mail because you asked ${data.companyName} for a quote. ` +
      'Without your acceptance it expires by itself, at no cost.',
  }),
  it: (data) => ({
    subject: `Il suo preventivo ${data.provider}: ${insuranceWords.it[data.insuranceType]}`,
    preheader: `${formatMoney(data.annualPremium, 'it')} all’anno, valido fino al ` +
      `${formatDate(data.validUntil, 'it')}.`,
    title: `Il suo preventivo ${data.provider}`,
    greeting: `Gentile ${data.displayName},`,
    blocks: [
      { kind: 'text', text: `ecco il preventivo ${data.provider} per l’${insuranceWords.it[data.insuranceType]} ` +
        'che abbiamo preparato per lei.' },
      {
        kind: 'figure', label: 'Premio annuo', value: formatMoney(data.annualPremium, 'it'),
        note: `oppure ${formatMoney(data.monthlyPremium, 'it')} al mese in 12 rate`,
      },
      {
        kind: 'facts', rows: [
          ['Compagnia', data.provider],
          ['Assicurazione', sentence(insuranceWords.it[data.insuranceType])],
          ['Massimale', formatSum(data.coverage, 'it')],
          ['Franchigia', hasDeductible(data) ? formatSum(data.deductible, 'it') : 'Nessuna'],
          ['Valido fino al', formatDate(data.validUntil, 'it')],
          ['Preventivo n.', String(data.quoteId)],
        ],
      },
      ...reasons(data, 'I punti a favore', 'Da considerare'),
      breakdown(data, 'it', 'Come si forma il premio', 'Premio base', 'Premio annuo'),
      {
        kind: 'notice', title: `Valido fino al ${formatDate(data.validUntil, 'it')}`,
        text: data.broker
          ? `Per accettarlo, o per qualsiasi domanda, si rivolga al suo consulente ${reach(data.broker, 'it')}.`
          : 'Per accettarlo, o per qualsiasi domanda, risponda semplicemente a questa e-mail.',
      },
    ],
    closing: ['Cordiali saluti,', data.companyName],
    footer: `Riceve questa e-mail perché ha chiesto un preventivo a ${data.companyName}. ` +
      'Se non lo accetta, scade da solo e senza costi.',
  }),
};

const factorWords: Record<MailLanguage, Record<Exclude<keyof QuoteData['breakdown'], 'base'>, string>> = {
  en: {
    provider_multiplier: 'Provider’s tariff', risk: 'Risk category', coverage: 'Coverage', age: 'Age',
    smoker: 'Smoking', conditions: 'Pre-existing conditions', occupation: 'Occupation',
  },
  it: {
    provider_multiplier: 'Tariffa della compagnia', risk: 'Categoria di rischio', coverage: 'Massimale', age: 'Età',
    smoker: 'Fumo', conditions: 'Patologie preesistenti', occupation: 'Professione',
  },
};

function breakdown(
  data: QuoteData, language: MailLanguage, title: string, base: string, total: string,
): MailBlock {
  const words = factorWords[language];
  const factors = (Object.keys(words) as (keyof typeof words)[]).flatMap((name): [string, string][] => {
    const factor = data.breakdown[name];
    return factor === undefined || /^1(\.0*)?$/.test(factor) ? [] : [[words[name], formatFactor(factor, language)]];
  });
  return {
    kind: 'facts', title, rows: [
      [base, formatMoney(data.breakdown.base, language)],
      ...factors,
    ],
    total: [total, formatMoney(data.annualPremium, language)],
  };
}

function reasons({ pros, cons }: QuoteData, proTitle: string, conTitle: string): MailBlock[] {
  const lists: MailBlock[] = [
    { kind: 'list', title: proTitle, mark: '+', items: pros },
    { kind: 'list', title: conTitle, mark: '–', items: cons },
  ];
  return lists.filter((list) => list.kind === 'list' && list.items.length > 0);
}

function hasDeductible(data: QuoteData): data is QuoteData & { deductible: string } {
  return data.deductible !== undefined && !/^0(\.0*)?$/.test(data.deductible);
}
