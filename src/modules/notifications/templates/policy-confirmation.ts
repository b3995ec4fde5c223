import { a, day } from '../../../kernel/italian.js';
import { formatDate, formatMoney, formatSum } from './format.js';
import { type MailWords } from './mail-content.js';
import { type PolicyConfirmationData } from './mail-data.js';
import { askHere, coverageWords, dear, insuranceWords, sentence } from './words.js';

/** To the prospect, with the contract attached: a new policy, or a renewed one from term 2 on. */
export const policyConfirmation: MailWords<PolicyConfirmationData> = {
  en: (data) => {
    const insurance = insuranceWords.en[data.insuranceType];
    const instalment =
      `${formatMoney(data.firstInstalment.amount, 'en')}, due on ` +
      `${formatDate(data.firstInstalment.dueDate, 'en')}`;
    const renewed = data.term > 1;
    return {
      subject: `Your policy ${data.policyNumber} is ${renewed ? 'renewed' : 'confirmed'}`,
      preheader: `You are covered from ${formatDate(data.startDate, 'en')} to ${formatDate(data.endDate, 'en')}.`,
      title: renewed ? 'Your policy is renewed' : 'Your policy is confirmed',
      greeting: dear(data, 'en'),
      blocks: [
        {
          kind: 'text',
          text: renewed
            ? `Your ${insurance} with ${data.provider} goes on for another year. The contract of the new year is ` +
              'attached as a PDF: please read it and keep it safe.'
            : `Your ${insurance} with ${data.provider} is confirmed. The contract is attached as a PDF: ` +
              'please read it and keep it safe.',
        },
        {
          kind: 'figure',
          label: 'Policy number',
          value: data.policyNumber,
          note: 'Please quote it whenever you write or call.',
        },
        {
          kind: 'facts',
          rows: [
            ['Insurance', sentence(insurance)],
            ['Provider', data.provider],
            ['Cover starts', formatDate(data.startDate, 'en')],
            ['Cover ends', formatDate(data.endDate, 'en')],
            [sentence(coverageWords.en[data.insuranceType]), formatSum(data.coverage, 'en')],
            ['Annual premium', formatMoney(data.annualPremium, 'en')],
            ['First instalment', instalment],
          ],
        },
        ...(data.coolingOff
          ? [
              {
                kind: 'notice' as const,
                title: 'Changed your mind?',
                text:
                  `You may withdraw within ${data.coolingOff.days} days of signing, until ` +
                  `${formatDate(data.coolingOff.lastDay, 'en')} inclusive. ` +
                  'The cover is then undone from its start and you get the whole premium back.',
              },
            ]
          : []),
        { kind: 'text', text: `Please report any claim to ${data.provider} within 30 days.` },
        { kind: 'text', text: askHere(data.broker, 'en') },
      ],
      closing: ['Kind regards,', data.companyName],
      footer: `You receive this e-mail because you hold a policy arranged by ${data.companyName}.`,
    };
  },
  it: (data) => {
    const insurance = insuranceWords.it[data.insuranceType];
    const instalment =
      `${formatMoney(data.firstInstalment.amount, 'it')}, ` +
      `in scadenza ${day('il', formatDate(data.firstInstalment.dueDate, 'it'))}`;
    const renewed = data.term > 1;
    return {
      subject: `La sua polizza ${data.policyNumber} è ${renewed ? 'stata rinnovata' : 'confermata'}`,
      preheader: `La copertura va ${day('dal', formatDate(data.startDate, 'it'))} ${day('al', formatDate(data.endDate, 'it'))}.`,
      title: renewed ? 'La sua polizza è stata rinnovata' : 'La sua polizza è confermata',
      greeting: dear(data, 'it'),
      blocks: [
        {
          kind: 'text',
          text: renewed
            ? `la sua ${insurance} con ${data.provider} prosegue per un altro anno. ` +
              'In allegato trova il contratto della nuova annualità in PDF: lo legga e lo conservi.'
            : `la sua ${insurance} con ${data.provider} è stata emessa. In allegato trova il contratto in PDF: ` +
              'lo legga e lo conservi.',
        },
        {
          kind: 'figure',
          label: 'Numero di polizza',
          value: data.policyNumber,
          note: 'Lo indichi ogni volta che ci scrive o ci chiama.',
        },
        {
          kind: 'facts',
          rows: [
            ['Assicurazione', sentence(insurance)],
            ['Compagnia', data.provider],
            ['Inizio copertura', formatDate(data.startDate, 'it')],
            ['Fine copertura', formatDate(data.endDate, 'it')],
            [sentence(coverageWords.it[data.insuranceType]), formatSum(data.coverage, 'it')],
            ['Premio annuo', formatMoney(data.annualPremium, 'it')],
            ['Prima rata', instalment],
          ],
        },
        ...(data.coolingOff
          ? [
              {
                kind: 'notice' as const,
                title: 'Ha cambiato idea?',
                text:
                  `Può recedere entro ${data.coolingOff.days} giorni dalla firma, ` +
                  `fino ${day('al', formatDate(data.coolingOff.lastDay, 'it'))} compreso. ` +
                  'La copertura decade allora dall’inizio e le viene restituito l’intero premio.',
              },
            ]
          : []),
        { kind: 'text', text: `I sinistri vanno denunciati ${a(data.provider)} entro 30 giorni.` },
        { kind: 'text', text: askHere(data.broker, 'it') },
      ],
      closing: ['Cordiali saluti,', data.companyName],
      footer: `Riceve questa e-mail perché è titolare di una polizza stipulata tramite ${data.companyName}.`,
    };
  },
};
