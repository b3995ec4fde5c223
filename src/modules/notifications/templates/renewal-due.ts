import { day } from '../../../kernel/italian.js';
import { formatDate, formatMoney } from './format.js';
import { type MailWords } from './mail-content.js';
import { type RenewalDueData } from './mail-data.js';
import { insuranceWords, sentence } from './words.js';

/** To the broker, 30 days before a term ends. */
export const renewalDue: MailWords<RenewalDueData> = {
  en: (data) => {
    const end = formatDate(data.endDate, 'en');
    return {
      subject: `To be renewed by ${end}: policy ${data.policyNumber}`,
      preheader: 'Otherwise the customer is no longer covered from the next day on.',
      title: 'A policy can be renewed',
      greeting: `Hello ${data.brokerName},`,
      blocks: [
        {
          kind: 'text',
          text:
            `The policy of ${data.displayName} ends soon and has not been renewed. ` +
            'We have reminded the customer as well.',
        },
        { kind: 'figure', label: 'To be renewed by', value: end, note: 'It is the last day of cover.' },
        {
          kind: 'facts',
          rows: [
            ['Customer', data.displayName],
            ['Prospect number', String(data.prospectId)],
            ['Policy number', data.policyNumber],
            ['Insurance', sentence(insuranceWords.en[data.insuranceType])],
            ['Provider', data.provider],
            ['Annual premium so far', formatMoney(data.annualPremium, 'en')],
          ],
        },
        {
          kind: 'list',
          title: 'What to do',
          mark: '1',
          items: [
            'Look at the new premium: the preview of the renewal shows it and changes nothing.',
            'Talk it over with the customer; a rise of more than 10 % needs their consent.',
            `Renew the policy in the system by ${end}. From the next day on it has expired, and only a new quote helps.`,
          ],
        },
      ],
      closing: [data.companyName],
      footer: 'You receive this e-mail because the customer is assigned to you.',
    };
  },
  it: (data) => {
    const end = formatDate(data.endDate, 'it');
    return {
      subject: `Da rinnovare entro ${day('il', end)}: polizza ${data.policyNumber}`,
      preheader: 'Altrimenti dal giorno successivo il cliente non è più coperto.',
      title: 'Una polizza può essere rinnovata',
      greeting: `Gentile ${data.brokerName},`,
      blocks: [
        {
          kind: 'text',
          text:
            `la polizza di ${data.displayName} è prossima alla scadenza e non è stata rinnovata. ` +
            'Abbiamo avvisato anche il cliente.',
        },
        {
          kind: 'figure',
          label: 'Ultimo giorno per il rinnovo',
          value: end,
          note: 'È anche l’ultimo giorno di copertura.',
        },
        {
          kind: 'facts',
          rows: [
            ['Cliente', data.displayName],
            ['Numero del cliente', String(data.prospectId)],
            ['Numero di polizza', data.policyNumber],
            ['Assicurazione', sentence(insuranceWords.it[data.insuranceType])],
            ['Compagnia', data.provider],
            ['Premio annuo attuale', formatMoney(data.annualPremium, 'it')],
          ],
        },
        {
          kind: 'list',
          title: 'Che cosa fare',
          mark: '1',
          items: [
            'Guardare il nuovo premio: l’anteprima del rinnovo lo mostra e non cambia nulla.',
            'Parlarne con il cliente; un aumento di oltre il 10 % richiede il suo consenso.',
            `Rinnovare la polizza nel sistema entro ${day('il', end)}. Dal giorno successivo è scaduta e serve un nuovo preventivo.`,
          ],
        },
      ],
      closing: [data.companyName],
      footer: 'Riceve questa e-mail perché il cliente è assegnato a lei.',
    };
  },
};
