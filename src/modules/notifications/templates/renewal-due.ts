import { formatDate, formatMoney } from './format.js';
import { type MailWords } from './mail-content.js';
import { type RenewalDueData } from './mail-data.js';
import { insuranceWords, sentence } from './words.js';

/** To the broker, 30 days before a term ends. */
export const renewalDue: MailWords<RenewalDueData> = {
  en: (data) => ({
    subject: `Renewal due: ${data.displayName}, ${data.policyNumber}`,
    preheader: `The policy ends on ${formatDate(data.endDate, 'en')}.`,
    title: 'A policy can be renewed',
    greeting: `Hello ${data.brokerName},`,
    blocks: [
      { kind: 'text', text: `The policy of ${data.displayName} ends soon and has not been renewed. ` +
        'The prospect has been reminded as well.' },
      {
        kind: 'facts', rows: [
          ['Prospect', `${data.displayName} (${data.prospectId})`],
          ['Policy number', data.policyNumber],
          ['Insurance', sentence(insuranceWords.en[data.insuranceType])],
          ['Provider', data.provider],
          ['Last day of cover', formatDate(data.endDate, 'en')],
          ['Annual premium so far', formatMoney(data.annualPremium, 'en')],
        ],
      },
      { kind: 'list', title: 'What to do', mark: '1', items: [
        `See the new premium: POST /api/v1/policies/${data.policyId}/renew?preview=true`,
        'Talk it over with the prospect; a rise above 10 % needs their consent.',
        `Renew: POST /api/v1/policies/${data.policyId}/renew`,
      ] },
    ],
    closing: [data.companyName],
    footer: 'You receive this e-mail because the prospect is assigned to you.',
  }),
  it: (data) => ({
    subject: `Rinnovo in scadenza: ${data.displayName}, ${data.policyNumber}`,
    preheader: `La polizza scade il ${formatDate(data.endDate, 'it')}.`,
    title: 'Una polizza può essere rinnovata',
    greeting: `Gentile ${data.brokerName},`,
    blocks: [
      { kind: 'text', text: `la polizza di ${data.displayName} è prossima alla scadenza e non è stata rinnovata. ` +
        'Anche il cliente è stato avvisato.' },
      {
        kind: 'facts', rows: [
          ['Potenziale cliente', `${data.displayName} (${data.prospectId})`],
          ['Numero di polizza', data.policyNumber],
          ['Assicurazione', sentence(insuranceWords.it[data.insuranceType])],
          ['Compagnia', data.provider],
          ['Ultimo giorno di copertura', formatDate(data.endDate, 'it')],
          ['Premio annuo attuale', formatMoney(data.annualPremium, 'it')],
        ],
      },
      { kind: 'list', title: 'Che cosa fare', mark: '1', items: [
        `Vedere il nuovo premio: POST /api/v1/policies/${data.policyId}/renew?preview=true`,
        'Parlarne con il cliente; un aumento oltre il 10 % richiede il suo consenso.',
        `Rinnovare: POST /api/v1/policies/${data.policyId}/renew`,
      ] },
    ],
    closing: [data.companyName],
    footer: 'Riceve questa e-mail perché il cliente è assegnato a lei.',
  }),
};
