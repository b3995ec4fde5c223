import { QUOTE_DAYS } from '../../quotes/index.js';
import { type MailWords } from './mail-content.js';
import { type WelcomeData } from './mail-data.js';
import { askHere, dear } from './words.js';

/** To a new prospect. */
export const welcome: MailWords<WelcomeData> = {
  en: ({ companyName, broker, ...to }) => ({
    subject: `Welcome to ${companyName}`,
    preheader: 'We compare insurance for you and tell you plainly what we found.',
    title: `Welcome to ${companyName}`,
    greeting: dear(to, 'en'),
    blocks: [
      {
        kind: 'text',
        text:
          'Thank you for your interest. Your details are with us, and we will be glad to look ' +
          'for the insurance that fits you.',
      },
      {
        kind: 'list',
        title: 'What happens next',
        mark: '1',
        items: [
          'We ask what you would like to insure and for how much.',
          'We check which insurance companies accept you and compare what they ask for.',
          'You receive a quote with its reasons for and against. ' +
            `It binds the insurance company for ${QUOTE_DAYS} days and commits you to nothing.`,
        ],
      },
      { kind: 'text', text: askHere(broker, 'en') },
    ],
    closing: ['Kind regards,', companyName],
    footer:
      `You receive this e-mail because your details were registered with ${companyName}.` +
      // Where nobody reads an answer there is nobody to tell.
      (broker?.email ? ' If that was not your wish, tell us and we will delete them.' : ''),
  }),
  it: ({ companyName, broker, ...to }) => ({
    subject: `Un benvenuto da ${companyName}`,
    preheader: 'Confrontiamo le assicurazioni per lei e le diciamo con chiarezza che cosa abbiamo trovato.',
    title: `Un benvenuto da ${companyName}`,
    greeting: dear(to, 'it'),
    blocks: [
      {
        kind: 'text',
        text:
          'grazie per il suo interesse. Abbiamo registrato i suoi dati e saremo lieti di ' +
          'cercare l’assicurazione adatta a lei.',
      },
      {
        kind: 'list',
        title: 'I prossimi passi',
        mark: '1',
        items: [
          'Le chiediamo che cosa desidera assicurare e per quale importo.',
          'Verifichiamo quali compagnie la accettano e confrontiamo le loro condizioni.',
          `Riceve un preventivo con i suoi pro e contro. Vincola la compagnia per ${QUOTE_DAYS} giorni, lei a nulla.`,
        ],
      },
      { kind: 'text', text: askHere(broker, 'it') },
    ],
    closing: ['Cordiali saluti,', companyName],
    footer:
      `Riceve questa e-mail perché i suoi dati sono stati registrati presso ${companyName}.` +
      (broker?.email ? ' Se non lo desiderava, ce lo comunichi e li cancelleremo.' : ''),
  }),
};
