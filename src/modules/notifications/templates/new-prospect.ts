import { type MailLanguage } from './format.js';
import { type MailWords } from './mail-content.js';
import { type NewProspectData } from './mail-data.js';
import { prospectTypeWords } from './words.js';

/** To the broker a new prospect is assigned to. */
export const newProspect: MailWords<NewProspectData> = {
  en: (data) => ({
    subject: `New prospect: ${data.displayName}`,
    preheader: `${data.displayName} has been assigned to you.`,
    title: 'You have a new prospect',
    greeting: `Hello ${data.brokerName},`,
    blocks: [
      { kind: 'text', text: `${data.displayName} has just been assigned to you.` },
      { kind: 'facts', rows: facts(data, 'en', ['Prospect', 'Number', 'Type', 'E-mail', 'Phone', 'Referred by']) },
      { kind: 'text', text: reachable(data)
        ? 'Please get in touch soon, then set the status to “contacted”.'
        : 'No e-mail address or phone number is recorded yet. Please complete the record before you get in touch.' },
    ],
    closing: [data.companyName],
    footer: `You receive this e-mail because you work as a broker with ${data.companyName}. ` +
      'It holds personal data: please do not forward it.',
  }),
  it: (data) => ({
    subject: `Nuovo prospect: ${data.displayName}`,
    preheader: `${data.displayName} le è stato assegnato.`,
    title: 'Ha un nuovo prospect',
    greeting: `Gentile ${data.brokerName},`,
    blocks: [
      { kind: 'text', text: `le è stato appena assegnato il prospect ${data.displayName}.` },
      { kind: 'facts', rows: facts(data, 'it', ['Prospect', 'Numero', 'Tipo', 'E-mail', 'Telefono', 'Segnalato da']) },
      { kind: 'text', text: reachable(data)
        ? 'Si metta presto in contatto, poi imposti lo stato «contacted».'
        : 'Non sono ancora registrati né e-mail né telefono. Completi la scheda prima del contatto.' },
    ],
    closing: [data.companyName],
    footer: `Riceve questa e-mail perché lavora come broker con ${data.companyName}. Contiene dati personali: ` +
      'non la inoltri.',
  }),
};

function facts(data: NewProspectData, language: MailLanguage, labels: string[]): [string, string][] {
  const type = prospectTypeWords[language][data.prospectType];
  const values = [data.displayName, String(data.prospectId), type, data.email, data.phone, data.referredBy];
  return labels.flatMap((label, i): [string, string][] => (values[i] ? [[label, values[i]]] : []));
}

function reachable({ email, phone }: NewProspectData): boolean {
  return Boolean(email || phone);
}
