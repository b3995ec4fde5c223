import { compareMoney, subtractMoney, type Money } from '../../../kernel/money.js';
import { formatDate, formatMoney, type MailLanguage } from './format.js';
import { type MailBlock, type MailWords } from './mail-content.js';
import { type PolicyCancelledData } from './mail-data.js';
import { askHere, dear, insuranceWords, sentence } from './words.js';

/** To the prospect: that the policy is cancelled, since when, what was paid and owed for it, and what is paid back. */
export const policyCancelled: MailWords<PolicyCancelledData> = {
  en: (data) => ({
    subject: `Your policy ${data.policyNumber} is cancelled`,
    preheader: isNothing(data.paidBack)
      ? 'There is nothing more to pay.'
      : `You get ${formatMoney(data.paidBack, 'en')} back.`,
    title: 'Your policy is cancelled',
    greeting: dear(data, 'en'),
    blocks: [
      { kind: 'text', text: because(data).en },
      figure(data, 'en', {
        back: 'You get back',
        backNote: 'We return it to the account from which you paid.',
        due: 'Still to pay',
      }),
      facts(data, 'en', {
        number: 'Policy number',
        insurance: 'Insurance',
        provider: 'Provider',
        lastDay: 'Last day of cover',
        undone: 'None: undone from its start',
        earned: 'Premium for the days of cover',
        paid: 'Paid by you',
        refund: 'Premium no longer owed',
      }),
      { kind: 'text', text: askHere(data.broker, 'en') },
    ],
    closing: ['Kind regards,', data.companyName],
    footer: `You receive this e-mail because you held a policy arranged by ${data.companyName}.`,
  }),
  it: (data) => ({
    subject: `La sua polizza ${data.policyNumber} è annullata`,
    preheader: isNothing(data.paidBack)
      ? 'Non c’è altro da pagare.'
      : `Le restituiamo ${formatMoney(data.paidBack, 'it')}.`,
    title: 'La sua polizza è annullata',
    greeting: dear(data, 'it'),
    blocks: [
      { kind: 'text', text: because(data).it },
      figure(data, 'it', {
        back: 'Le restituiamo',
        backNote: 'L’importo torna sul conto da cui ha pagato.',
        due: 'Ancora da pagare',
      }),
      facts(data, 'it', {
        number: 'Numero di polizza',
        insurance: 'Assicurazione',
        provider: 'Compagnia',
        lastDay: 'Ultimo giorno di copertura',
        undone: 'Nessuno: decade dall’inizio',
        earned: 'Premio per i giorni di copertura',
        paid: 'Versato da lei',
        refund: 'Premio non più dovuto',
      }),
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

/** What comes back, or that nothing is to be paid any more, and why. */
function figure(
  data: PolicyCancelledData,
  language: MailLanguage,
  words: Record<'back' | 'backNote' | 'due', string>,
): MailBlock {
  if (!isNothing(data.paidBack))
    return { kind: 'figure', label: words.back, value: formatMoney(data.paidBack, language), note: words.backNote };
  return {
    kind: 'figure',
    label: words.due,
    value: formatMoney('0.00', language),
    note: whyNothingIsDue(data)[language],
  };
}

/** Instalments still unpaid are dropped by a cancellation, those of the days with cover too. */
function whyNothingIsDue({ earned, paid }: PolicyCancelledData): Record<MailLanguage, string> {
  if (isNothing(earned)) {
    return { en: 'You have paid nothing, and nothing is owed.', it: 'Non ha versato nulla e nulla è dovuto.' };
  }
  if (compareMoney(paid, earned) >= 0) {
    return {
      en: 'What you have paid is exactly what the days of cover cost.',
      it: 'Quanto ha versato è esattamente il premio dei giorni di copertura.',
    };
  }
  const [open, openIt] = [
    formatMoney(subtractMoney(earned, paid), 'en'),
    formatMoney(subtractMoney(earned, paid), 'it'),
  ];
  if (isNothing(paid)) {
    return {
      en: `You have paid nothing. We do not collect the ${open} for the days of cover.`,
      it: `Non ha versato nulla. Non riscuotiamo i ${openIt} per i giorni di copertura.`,
    };
  }
  return {
    en: `What you have paid covers a part of the days of cover. We do not collect the remaining ${open}.`,
    it: `Quanto ha versato copre una parte dei giorni di copertura. Non riscuotiamo i restanti ${openIt}.`,
  };
}

type Labels = Record<'number' | 'insurance' | 'provider' | 'lastDay' | 'undone' | 'earned' | 'paid' | 'refund', string>;

function facts(data: PolicyCancelledData, language: MailLanguage, labels: Labels): MailBlock {
  return {
    kind: 'facts',
    rows: [
      [labels.number, data.policyNumber],
      [labels.insurance, sentence(insuranceWords[language][data.insuranceType])],
      [labels.provider, data.provider],
      [labels.lastDay, data.effectiveDate ? formatDate(data.effectiveDate, language) : labels.undone],
      [labels.earned, formatMoney(data.earned, language)],
      [labels.paid, formatMoney(data.paid, language)],
      [labels.refund, formatMoney(data.refund, language)],
    ],
  };
}

function isNothing(amount: Money): boolean {
  return compareMoney(amount, '0.00') === 0;
}
