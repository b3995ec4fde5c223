import { day } from '../../../kernel/italian.js';
import { formatDate, formatMoney, formatSum } from './format.js';
import { type MailWords } from './mail-content.js';
import { type RenewalReminderData } from './mail-data.js';
import { askHere, coverageWords, dear, insuranceWords, sentence } from './words.js';

/** To the prospect, 30 days before a term ends. */
export const renewalReminder: MailWords<RenewalReminderData> = {
  en: (data) => {
    const insurance = insuranceWords.en[data.insuranceType];
    const end = formatDate(data.endDate, 'en');
    return {
      subject: `Your policy ${data.policyNumber} ends on ${end}`,
      preheader: 'Renew it by then, and your cover goes on without a gap.',
      title: 'Time to renew',
      greeting: dear(data, 'en'),
      blocks: [
        {
          kind: 'text',
          text:
            `Your ${insurance} with ${data.provider} can be renewed now. ` +
            'Without a renewal you are no longer covered after the day below.',
        },
        {
          kind: 'figure',
          label: 'Last day of cover',
          value: end,
          note: 'Renewed by then, your cover goes on without a gap.',
        },
        {
          kind: 'facts',
          rows: [
            ['Policy number', data.policyNumber],
            ['Insurance', sentence(insurance)],
            ['Provider', data.provider],
            [sentence(coverageWords.en[data.insuranceType]), formatSum(data.coverage, 'en')],
            ['Annual premium so far', formatMoney(data.annualPremium, 'en')],
          ],
        },
        {
          kind: 'notice',
          title: 'The premium is calculated anew',
          text:
            `It follows from ${data.dependsOnAge ? 'your age and ' : ''}the tariff on the first day of the new year of insurance. ` +
            'If it rises by more than 10 %, we renew only with your consent.',
        },
        { kind: 'text', text: askHere(data.broker, 'en') },
      ],
      closing: ['Kind regards,', data.companyName],
      footer: `You receive this e-mail because you hold a policy arranged by ${data.companyName}.`,
    };
  },
  it: (data) => {
    const insurance = insuranceWords.it[data.insuranceType];
    const end = formatDate(data.endDate, 'it');
    return {
      subject: `La sua polizza ${data.policyNumber} scade ${day('il', end)}`,
      preheader: 'Rinnovandola entro tale data, la copertura prosegue senza interruzioni.',
      title: 'È il momento di rinnovare',
      greeting: dear(data, 'it'),
      blocks: [
        {
          kind: 'text',
          text:
            `la sua ${insurance} con ${data.provider} può essere rinnovata già ora. ` +
            'Senza rinnovo la copertura cessa dopo il giorno indicato qui sotto.',
        },
        {
          kind: 'figure',
          label: 'Ultimo giorno di copertura',
          value: end,
          note: 'Con il rinnovo entro tale data la copertura prosegue senza interruzioni.',
        },
        {
          kind: 'facts',
          rows: [
            ['Numero di polizza', data.policyNumber],
            ['Assicurazione', sentence(insurance)],
            ['Compagnia', data.provider],
            [sentence(coverageWords.it[data.insuranceType]), formatSum(data.coverage, 'it')],
            ['Premio annuo attuale', formatMoney(data.annualPremium, 'it')],
          ],
        },
        {
          kind: 'notice',
          title: 'Il premio viene ricalcolato',
          text:
            `Dipende ${data.dependsOnAge ? 'dalla sua età e ' : ''}dalla tariffa in vigore il primo giorno della nuova annualità. ` +
            'Se aumenta di oltre il 10 %, rinnoviamo solo con il suo consenso.',
        },
        { kind: 'text', text: askHere(data.broker, 'it') },
      ],
      closing: ['Cordiali saluti,', data.companyName],
      footer: `Riceve questa e-mail perché è titolare di una polizza stipulata tramite ${data.companyName}.`,
    };
  },
};
