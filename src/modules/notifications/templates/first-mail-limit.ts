import { day } from '../../../kernel/italian.js';
import { formatDate } from './format.js';
import { type MailWords } from './mail-content.js';
import { type FirstMailLimitData } from './mail-data.js';
import { roleWords } from './words.js';

/** To the admins: a user has had us write to as many new addresses as a day allows. */
export const firstMailLimit: MailWords<FirstMailLimitData> = {
  en: (data) => ({
    subject: `User ${data.userId} has used up the day’s first mails`,
    preheader: `${data.limit} new addresses on ${formatDate(data.day, 'en')}; further ones are refused.`,
    title: 'A user has reached the day’s limit',
    greeting: 'Hello,',
    blocks: [
      {
        kind: 'text',
        text:
          `${data.username} has entered ${newAddresses(data.limit)} today that we had never written to. ` +
          'Further ones are refused until the day ends; everything else goes on as usual.',
      },
      {
        kind: 'facts',
        rows: [
          ['User', data.username],
          ['User number', String(data.userId)],
          ['Role', roleWords.en[data.role]],
          ['Day', formatDate(data.day, 'en')],
          ['First mails a day', String(data.limit)],
        ],
      },
      {
        kind: 'list',
        title: 'What to do',
        mark: '1',
        items: [
          'Look at the people whom this user has entered today.',
          'Somebody misuses our mails to write to strangers? Deactivate the user, who is then signed out at once.',
          'It was honest work? Nothing is to be done: tomorrow it goes on. If it happens often, let the limit be raised.',
        ],
      },
    ],
    closing: [data.companyName],
    footer: `You receive this e-mail, once for each user and day, because you are an administrator at ${data.companyName}.`,
  }),
  it: (data) => ({
    subject: `L’utente ${data.userId} ha esaurito le prime e-mail del giorno`,
    preheader: `Nuovi indirizzi ${day('il', formatDate(data.day, 'it'))}: ${data.limit}; altri vengono rifiutati.`,
    title: 'Un utente ha raggiunto il limite del giorno',
    greeting: 'Buongiorno,',
    blocks: [
      {
        kind: 'text',
        text:
          `oggi ${data.username} ha registrato ${data.limit === 1 ? 'un indirizzo' : `${data.limit} indirizzi`} a cui non avevamo mai scritto. ` +
          'Altri vengono rifiutati fino alla fine del giorno; tutto il resto procede come sempre.',
      },
      {
        kind: 'facts',
        rows: [
          ['Utente', data.username],
          ['Numero utente', String(data.userId)],
          ['Ruolo', roleWords.it[data.role]],
          ['Giorno', formatDate(data.day, 'it')],
          ['Prime e-mail al giorno', String(data.limit)],
        ],
      },
      {
        kind: 'list',
        title: 'Che cosa fare',
        mark: '1',
        items: [
          'Guardare le persone che l’utente ha registrato oggi.',
          'Qualcuno abusa delle nostre e-mail per scrivere a estranei? Disattivi l’utente, che viene subito disconnesso.',
          'Era lavoro onesto? Non c’è nulla da fare: domani si prosegue. Se accade spesso, faccia alzare il limite.',
        ],
      },
    ],
    closing: [data.companyName],
    footer: `Riceve questa e-mail, una sola volta per utente e giorno, perché amministra ${data.companyName}.`,
  }),
};

function newAddresses(limit: number): string {
  return limit === 1 ? 'one address' : `${limit} addresses`;
}
