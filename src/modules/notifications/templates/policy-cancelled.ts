import { formatDate, formatMoney, type MailLanguage } from './format.js';
import { type MailBlock, type MailWords } from './mail-content.js';
import { type PolicyCancelledData } from './mail-data.js';
import { askHere, insuranceWords, sentence } from './words.js';

/** To the prospect: that the policy is cancelled, since when, and what is paid back. */
export const policyCancelled: MailWords<PolicyCancelledData> = {
  en: (data) => ({
    subject: `Your policy ${data.policyNumber} is cancelled`,
    preheader: nothingBack(data) ? 'Nothing more is to be paid.' : `You get ${formatMoney(data.paidBack, 'en')} back.`,
    title: 'Your policy is cancelled',
    greeting: `Dear ${data.displayName},`,
    blocks: [
      { kind: 'text', text: because(data).en },
      {
        kind: 'figure', label: 'You get back', value: formatMoney(data.paidBack, 'en'),
        note: nothingBack(data)
          ? 'What you have paid covers the days on which you were insured.'
          : 'We return it to the account from which you paid.',
      },
      facts(data, 'en', {
        number: 'Policy number', insurance: 'Insurance', provider: 'Provider', lastDay: 'Last day of cover',
        undone: 'None: undone from its start', refund: 'Premium no longer owed',
      }),
      { kind: 'text', text: 'Instalments that you have not paid yet are dropped: nothing more will be collected.' },
      { kind: 'text', text: askHere(data.broker, 'en') },
    ],
    closing: ['Kind regards,', data.companyName],
    footer: `You receive this e-mail because you held a policy arranged by ${data.companyName}.`,
  }),
  it: (data) => ({
    subject: `La sua polizza ${data.policyNumber} è annullata`,
    preheader: nothingBack(data) ? 'Non è dovuto altro.' : `Le restituiamo ${formatMoney(data.paidBack, 'it')}.`,
    title: 'La sua polizza è annullata',
    greeting: `Gentile ${data.displayName},`,
    blocks: [
      { kind: 'text', text: because(data).it },
      {
        kind: 'figure', label: 'Le restituiamo', value: formatMoney(data.paidBack, 'it'),
        note: nothingBack(data)
          ? 'Quanto ha versato copre i giorni in cui è stato assicurato.'
          : 'L’importo torna sul conto da cui ha pagato.',
      },
      facts(data, 'it', {
        number: 'Numero di polizza', insurance: 'Assicurazione', provider: 'Compagnia', lastDay: 'Ultimo giorno di copertura',
        undone: 'Nessuno: decade dall’inizio', refund: 'Premio non più dovuto',
      }),
      { kind: 'text', text: 'Le rate non ancora versate decadono: non verrà riscosso altro.' },
      { kind: 'text', text: askHere(data.broker, 'it') },
    ],
    closing: ['Cordiali saluti,', data.companyName],
    footer: `Riceve questa e-mail perché era titolare di una polizza stipulata tramite ${data.companyName}.`,
  }),
};

function because({ insuranceType, provider, cause, rule }: PolicyCancelledData): Record<MailLanguage, string> {
  const en = `Your ${insuranceWords.en[insuranceType]} with ${provider}`;
  const it = `la sua ${insuranceWords.it[insuranceType]} con ${provider}`;
  if (cause === 'unpaid') {
    return {
      en: `${en} is cancelled, since an instalment stayed unpaid after our reminder.`,
      it: `${it} è annullata, poiché una rata è rimasta insoluta dopo il nostro sollecito.`,
    };
  }
  if (rule === 'cooling_off') {
    return {
      en: `${en} is undone, as you asked within the cooling-off days. You owe nothing for it.`,
      it: `${it} è stata revocata, come richiesto entro i termini di recesso. Non è dovuto alcun importo.`,
    };
  }
  return { en: `${en} is cancelled, as you asked.`, it: `${it} è annullata, come da sua richiesta.` };
}

type Labels = Record<'number' | 'insurance' | 'provider' | 'lastDay' | 'undone' | 'refund', string>;

function facts(data: PolicyCancelledData, language: MailLanguage, labels: Labels): MailBlock {
  return {
    kind: 'facts',
    rows: [
      [labels.number, data.policyNumber],
      [labels.insurance, sentence(insuranceWords[language][data.insuranceType])],
      [labels.provider, data.provider],
      [labels.lastDay, data.effectiveDate ? formatDate(data.effectiveDate, language) : labels.undone],
      [labels.refund, formatMoney(data.refund, language)],
    ],
  };
}

function nothingBack({ paidBack }: PolicyCancelledData): boolean {
  return paidBack === '0.00';
}
