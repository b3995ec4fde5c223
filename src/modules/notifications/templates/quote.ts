import { a, day } from '../../../kernel/italian.js';
import { type InsuranceType } from '../../catalogue/index.js';
import { formatDate, formatFactor, formatMoney, formatSum, type MailLanguage, withAmountsAs } from './format.js';
import { type MailBlock, type MailWords } from './mail-content.js';
import { type QuoteData } from './mail-data.js';
import { coverageWords, dear, insuranceWords, reach, sentence } from './words.js';

/** To the prospect: one provider's binding offer. */
export const quote: MailWords<QuoteData> = {
  en: (data) => ({
    subject: `Your ${insuranceWords.en[data.insuranceType]} quote from ${data.provider}`,
    preheader: `${formatMoney(data.annualPremium, 'en')} a year, valid until ${formatDate(data.validUntil, 'en')}.`,
    title: `Your quote from ${data.provider}`,
    greeting: dear(data, 'en'),
    blocks: [
      {
        kind: 'text',
        text:
          `Here is the ${insuranceWords.en[data.insuranceType]} quote from ${data.provider} ` +
          'that we have prepared for you.',
      },
      {
        kind: 'figure',
        label: 'Annual premium',
        value: formatMoney(data.annualPremium, 'en'),
        note: `or ${formatMoney(data.monthlyPremium, 'en')} a month in 12 instalments`,
      },
      {
        kind: 'facts',
        rows: [
          ['Provider', data.provider],
          ['Insurance', sentence(insuranceWords.en[data.insuranceType])],
          [sentence(coverageWords.en[data.insuranceType]), formatSum(data.coverage, 'en')],
          ['Deductible', hasDeductible(data) ? formatSum(data.deductible, 'en') : 'None'],
          ['Valid until', formatDate(data.validUntil, 'en')],
          ['Quote number', String(data.quoteId)],
        ],
      },
      ...reasons(data, 'en', 'In its favour', 'To consider'),
      breakdown(data, 'en', 'How the premium comes about', 'Base premium', 'Annual premium'),
      {
        kind: 'notice',
        title: `Valid until ${formatDate(data.validUntil, 'en')}`,
        text:
          'To accept it, or to ask anything first, ' +
          (data.broker
            ? `contact your broker ${reach(data.broker, 'en')}${data.broker.email ? ' or simply reply to this e-mail' : ''}.`
            : 'please turn to your contact with us.'),
      },
    ],
    closing: ['Kind regards,', data.companyName],
    footer:
      `You receive this e-mail because you asked ${data.companyName} for a quote. ` +
      'Without your acceptance it expires by itself, at no cost.',
  }),
  it: (data) => ({
    subject: `Il suo preventivo ${data.provider}: ${insuranceWords.it[data.insuranceType]}`,
    preheader:
      `${formatMoney(data.annualPremium, 'it')} all’anno, ` +
      `valido fino ${day('al', formatDate(data.validUntil, 'it'))}.`,
    title: `Il suo preventivo ${data.provider}`,
    greeting: dear(data, 'it'),
    blocks: [
      {
        kind: 'text',
        text:
          `ecco il preventivo ${data.provider} per l’${insuranceWords.it[data.insuranceType]} ` +
          'che abbiamo preparato per lei.',
      },
      {
        kind: 'figure',
        label: 'Premio annuo',
        value: formatMoney(data.annualPremium, 'it'),
        note: `oppure ${formatMoney(data.monthlyPremium, 'it')} al mese in 12 rate`,
      },
      {
        kind: 'facts',
        rows: [
          ['Compagnia', data.provider],
          ['Assicurazione', sentence(insuranceWords.it[data.insuranceType])],
          [sentence(coverageWords.it[data.insuranceType]), formatSum(data.coverage, 'it')],
          ['Franchigia', hasDeductible(data) ? formatSum(data.deductible, 'it') : 'Nessuna'],
          ['Scadenza', formatDate(data.validUntil, 'it')],
          ['Preventivo n.', String(data.quoteId)],
        ],
      },
      ...reasons(data, 'it', 'A favore', 'Da considerare'),
      breakdown(data, 'it', 'Come si forma il premio', 'Premio base', 'Premio annuo'),
      {
        kind: 'notice',
        title: `Valido fino ${day('al', formatDate(data.validUntil, 'it'))}`,
        text:
          'Per accettarlo, o per qualsiasi domanda, ' +
          (data.broker
            ? `si rivolga al suo consulente ${reach(data.broker, 'it')}${data.broker.email ? ' o risponda a questo messaggio' : ''}.`
            : 'si rivolga al suo referente presso di noi.'),
      },
    ],
    closing: ['Cordiali saluti,', data.companyName],
    footer:
      `Riceve questa e-mail perché ha chiesto un preventivo ${a(data.companyName)}. ` +
      'Se non lo accetta, scade da solo e senza costi.',
  }),
};

function factorWords(
  language: MailLanguage,
  type: InsuranceType,
): Record<Exclude<keyof QuoteData['breakdown'], 'base'>, string> {
  const coverage = sentence(coverageWords[language][type]);
  return language === 'en'
    ? {
        provider_multiplier: 'Provider’s tariff',
        risk: 'Risk category',
        coverage,
        age: 'Age',
        smoker: 'Smoking',
        conditions: 'Pre-existing conditions',
        occupation: 'Occupation',
      }
    : {
        provider_multiplier: 'Tariffa della compagnia',
        risk: 'Categoria di rischio',
        coverage,
        age: 'Età',
        smoker: 'Fumo',
        conditions: 'Patologie preesistenti',
        occupation: 'Professione',
      };
}

function breakdown(data: QuoteData, language: MailLanguage, title: string, base: string, total: string): MailBlock {
  const words = factorWords(language, data.insuranceType);
  const factors = (Object.keys(words) as (keyof typeof words)[]).flatMap((name): [string, string][] => {
    const factor = data.breakdown[name];
    return factor === undefined || /^1(\.0*)?$/.test(factor) ? [] : [[words[name], formatFactor(factor, language)]];
  });
  return {
    kind: 'facts',
    title,
    rows: [[base, formatMoney(data.breakdown.base, language)], ...factors],
    total: [total, formatMoney(data.annualPremium, language)],
  };
}

/** The advisor's reasons are older than the letter and may write amounts in another form than its rows. */
function reasons({ pros, cons }: QuoteData, language: MailLanguage, proTitle: string, conTitle: string): MailBlock[] {
  const items = (texts: string[]) => texts.map((text) => withAmountsAs(language, text));
  const lists: MailBlock[] = [
    { kind: 'list', title: proTitle, mark: '+', items: items(pros) },
    { kind: 'list', title: conTitle, mark: '–', items: items(cons) },
  ];
  return lists.filter((list) => list.kind === 'list' && list.items.length > 0);
}

function hasDeductible(data: QuoteData): data is QuoteData & { deductible: string } {
  return data.deductible !== undefined && !/^0(\.0*)?$/.test(data.deductible);
}
