import { day } from '../../../kernel/italian.js';
import { formatDate, formatMoney } from './format.js';
import { type MailWords } from './mail-content.js';
import { type InstalmentReminderData } from './mail-data.js';
import { askHere, dear, insuranceWords, sentence } from './words.js';

/** To the prospect: an instalment that fell due unpaid, and what follows if it stays so. */
export const instalmentReminder: MailWords<InstalmentReminderData> = {
  en: (data) => {
    const insurance = insuranceWords.en[data.insuranceType];
    return {
      subject: `An instalment of your policy ${data.policyNumber} is unpaid`,
      preheader: `${formatMoney(data.amount, 'en')} was due on ${formatDate(data.dueDate, 'en')}.`,
      title: 'An instalment is unpaid',
      greeting: dear(data, 'en'),
      blocks: [
        {
          kind: 'text',
          text:
            `We have not received an instalment of your ${insurance} with ${data.provider}. ` +
            'If you have paid it in the last few days, please ignore this e-mail.',
        },
        {
          kind: 'figure',
          label: 'To be paid',
          value: formatMoney(data.amount, 'en'),
          note: `It was due on ${formatDate(data.dueDate, 'en')}.`,
        },
        {
          kind: 'facts',
          rows: [
            ['Policy number', data.policyNumber],
            ['Insurance', sentence(insurance)],
            ['Provider', data.provider],
          ],
        },
        {
          kind: 'notice',
          title: 'Please keep your cover',
          text:
            `If the instalment is not paid before ${formatDate(data.lapsesOn, 'en')}, ` +
            'the policy is cancelled on that day and your cover ends.',
        },
        { kind: 'text', text: askHere(data.broker, 'en') },
      ],
      closing: ['Kind regards,', data.companyName],
      footer: `You receive this e-mail because you hold a policy arranged by ${data.companyName}.`,
    };
  },
  it: (data) => {
    const insurance = insuranceWords.it[data.insuranceType];
    return {
      subject: `Una rata della sua polizza ${data.policyNumber} non risulta pagata`,
      preheader: `${formatMoney(data.amount, 'it')}, in scadenza ${day('il', formatDate(data.dueDate, 'it'))}.`,
      title: 'Una rata non risulta pagata',
      greeting: dear(data, 'it'),
      blocks: [
        {
          kind: 'text',
          text:
            `non abbiamo ricevuto una rata della sua ${insurance} con ${data.provider}. ` +
            'Se l’ha versata negli ultimi giorni, non tenga conto di questa e-mail.',
        },
        {
          kind: 'figure',
          label: 'Da versare',
          value: formatMoney(data.amount, 'it'),
          note: `La rata scadeva ${day('il', formatDate(data.dueDate, 'it'))}.`,
        },
        {
          kind: 'facts',
          rows: [
            ['Numero di polizza', data.policyNumber],
            ['Assicurazione', sentence(insurance)],
            ['Compagnia', data.provider],
          ],
        },
        {
          kind: 'notice',
          title: 'Mantenga la copertura',
          text:
            `Se la rata non viene versata prima ${day('del', formatDate(data.lapsesOn, 'it'))}, ` +
            'quel giorno la polizza viene annullata e la copertura cessa.',
        },
        { kind: 'text', text: askHere(data.broker, 'it') },
      ],
      closing: ['Cordiali saluti,', data.companyName],
      footer: `Riceve questa e-mail perché è titolare di una polizza stipulata tramite ${data.companyName}.`,
    };
  },
};
