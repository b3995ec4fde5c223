import { type MailLanguage } from './format.js';
import { type MailWords } from './mail-content.js';
import { type NewProspectData } from './mail-data.js';
import { prospectTypeWords } from './words.js';

/** To the broker whom somebody else has given a new prospect to. */
export const newProspect: MailWords<NewProspectData> = {
  en: (data) => ({
    subject: `You have a new prospect, number ${data.prospectId}`,
    preheader: preheader(data, 'Please get in touch soon.', 'Please complete the record.'),
    title: 'You have a new prospect',
    greeting: `Hello ${data.brokerName},`,
    blocks: [
      { kind: 'text', text: `${data.displayName} has just been assigned to you.` },
      { kind: 'facts', rows: facts(data, 'en', ['Prospect', 'Number', 'Type', 'E-mail', 'Phone', 'Referred by']) },
      {
        kind: 'text',
        text: reachable(data)
          ? 'Please get in touch soon, then note in the system that you have.'
          : 'No e-mail address or phone number is recorded yet. Please complete the record before you get in touch.',
      },
    ],
    closing: [data.companyName],
    footer:
      `You receive this e-mail because you work as a broker with ${data.companyName}. ` +
      'It holds personal data: please do not forward it.',
  }),
  it: (data) => ({
    subject: `Ha un nuovo potenziale cliente, numero ${data.prospectId}`,
    preheader: preheader(data, 'Si metta presto in contatto.', 'Completi la scheda.'),
    title: 'Ha un nuovo potenziale cliente',
    greeting: `Gentile ${data.brokerName},`,
    blocks: [
      { kind: 'text', text: `${data.displayName} è da ora tra i suoi potenziali clienti.` },
      { kind: 'facts', rows: facts(data, 'it', ['Nome', 'Numero', 'Tipo', 'E-mail', 'Telefono', 'Segnalato da']) },
      {
        kind: 'text',
        text: reachable(data)
          ? 'Si metta presto in contatto, poi lo annoti nel sistema.'
          : 'Non sono ancora registrati né e-mail né telefono. Completi la scheda prima del contatto.',
      },
    ],
    closing: [data.companyName],
    footer:
      `Riceve questa e-mail perché lavora come broker con ${data.companyName}. Contiene dati personali: ` +
      'non la inoltri.',
  }),
};

function facts(data: NewProspectData, language: MailLanguage, labels: string[]): [string, string][] {
  const type = prospectTypeWords[language][data.prospectType];
  const values = [data.displayName, String(data.prospectId), type, data.email, data.phone, data.referredBy];
  return labels.flatMap((label, i): [string, string][] => (values[i] ? [[label, values[i]]] : []));
}

function preheader(data: NewProspectData, known: string, unknown: string): string {
  return reachable(data) ? known : unknown;
}

function reachable({ email, phone }: NewProspectData): boolean {
  return Boolean(email || phone);
}
