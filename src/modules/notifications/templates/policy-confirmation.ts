import { formatDate, formatMoney, formatSum } from './format.js';
import { type MailWords } from './mail-content.js';
import { type PolicyConfirmationData } from './mail-data.js';
import { askHere, insuranceWords, sentence } from './words.js';

/** To the prospect, with the contract attached: a new policy, or a renewed one from term 2 on. */
export const policyConfirmation: MailWords<PolicyConfirmationData> = {
  en: (data) => {
    const insurance = insuranceWords.en[data.insuranceType];
    const instalment = `${formatMoney(data.firstInstalment.amount, 'en')}, due on ` +
      `${formatDate(data.firstInstalment.dueDate, 'en')}`;
    const renewed = data.term > 1;
    return {
      subject: `Your policy ${data.policyNumber} is ${renewed ? 'renewed' : 'confirmed'}`,
      preheader: `You are covered from ${formatDate(data.startDate, 'en')} to ${formatDate(data.endDate, 'en')}.`,
      title: renewed ? 'Your policy is renewed' : 'Your policy is confirmed',
      greeting: `Dear ${data.displayName},`,
      blocks: [
        { kind: 'text', text: renewed
          ? `Your ${insurance} with ${data.provider} goes on for another year. ` +
            'The contract of the new term is attached as a PDF.'
          : `Your ${insurance} with ${data.provider} is confirmed. The contract is attached as a PDF: ` +
            'please read it and keep it safe.' },
        {
          kind: 'figure', label: 'Policy number', value: data.policyNumber,
          note: 'Please quote it whenever you write or call.',
        },
        {
          kind: 'facts', rows: [
            ['Insurance', sentence(insurance)],
            ['Provider', data.provider],
            ['Cover starts', formatDate(data.startDate, 'en')],
            ['Cover ends', formatDate(data.endDate, 'en')],
            ['Coverage', formatSum(data.coverage, 'en')],
            ['Annual premium', formatMoney(data.annualPremium, 'en')],
            ['First instalment', instalment],
          ],
        },
        ...(data.coolingOff ? [{
          kind: 'notice' as const, title: 'Changed your mind?',
          text: `You may withdraw within ${data.coolingOff.days} days of signing, until ` +
            `${formatDate(data.coolingOff.lastDay, 'en')} inclusive. ` +
            'The cover is then undone from its start and you get the whole premium back.',
        }] : []),
        { kind: 'text', text: 'Please report a claim within 30 days.' },
        { kind: 'text', text: askHere(data.broker, 'en') },
      ],
      closing: ['Kind regards,', data.companyName],
      footer: `You receive this e-mail because you hold a policy arranged by ${data.companyName}.`,
    };
  },
  it: (data) => {
    const insurance = insuranceWords.it[data.insuranceType];
    const instalment = `${formatMoney(data.firstInstalment.amount, 'it')}, in scadenza il ` +
      `${formatDate(data.firstInstalment.dueDate, 'it')}`;
    const renewed = data.term > 1;
    return {
      subject: `La sua polizza ${data.policyNumber} è ${renewed ? 'stata rinnovata' : 'confermata'}`,
      preheader: `La copertura va dal ${formatDate(data.startDate, 'it')} al ${formatDate(data.endDate, 'it')}.`,
      title: renewed ? 'La sua polizza è stata rinnovata' : 'La sua polizza è confermata',
      greeting: `Gentile ${data.displayName},`,
      blocks: [
        { kind: 'text', text: renewed
          ? `la sua ${insurance} con ${data.provider} prosegue per un altro anno. ` +
            'In allegato trova il contratto della nuova annualità in PDF.'
          : `la sua ${insurance} con ${data.provider} è stata emessa. In allegato trova il contratto in PDF: ` +
            'lo legga e lo conservi.' },
        {
          kind: 'figure', label: 'Numero di polizza', value: data.policyNumber,
          note: 'Lo indichi ogni volta che ci scrive o ci chiama.',
        },
        {
          kind: 'facts', rows: [
            ['Assicurazione', sentence(insurance)],
            ['Compagnia', data.provider],
            ['Inizio copertura', formatDate(data.startDate, 'it')],
            ['Fine copertura', formatDate(data.endDate, 'it')],
            ['Massimale', formatSum(data.coverage, 'it')],
            ['Premio annuo', formatMoney(data.annualPremium, 'it')],
            ['Prima rata', instalment],
          ],
        },
        ...(data.coolingOff ? [{
          kind: 'notice' as const, title: 'Ha cambiato idea?',
          text: `Può recedere entro ${data.coolingOff.days} giorni dalla firma, fino al ` +
            `${formatDate(data.coolingOff.lastDay, 'it')} compreso. ` +
            'La copertura decade allora dall’inizio e le viene restituito l’intero premio.',
        }] : []),
        { kind: 'text', text: 'I sinistri vanno denunciati entro 30 giorni.' },
        { kind: 'text', text: askHere(data.broker, 'it') },
      ],
      closing: ['Cordiali saluti,', data.companyName],
      footer: `Riceve questa e-mail perché è titolare di una polizza stipulata tramite ${data.companyName}.`,
    };
  },
};
