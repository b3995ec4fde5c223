import { type MailWords } from './mail-content.js';
import { type PasswordResetData } from './mail-data.js';

/** To a user who asked to set their password anew. */
export const passwordReset: MailWords<PasswordResetData> = {
  en: ({ companyName, username, token }) => ({
    subject: `Set your ${companyName} password anew`,
    preheader: 'The code inside works for 30 minutes, once.',
    title: 'Set your password anew',
    greeting: `Hello ${username},`,
    blocks: [
      {
        kind: 'text',
        text:
          'Somebody, probably you, asked to set the password of your user anew. ' +
          'Enter this code together with a new password:',
      },
      { kind: 'facts', rows: [['Code', token]] },
      {
        kind: 'text',
        text: 'It works for 30 minutes from when it was asked for, and once. ' + 'Using it signs you out everywhere.',
      },
      {
        kind: 'notice',
        title: 'You did not ask for this?',
        text:
          'Then ignore this e-mail: without the code nothing ' +
          'changes. Never pass it on; nobody of ours will ask you for it.',
      },
    ],
    closing: [companyName],
    footer: `You receive this e-mail because this address belongs to a user of ${companyName}.`,
  }),
  it: ({ companyName, username, token }) => ({
    subject: `Reimposti la sua password di ${companyName}`,
    preheader: 'Il codice qui contenuto vale 30 minuti, una sola volta.',
    title: 'Reimposti la sua password',
    greeting: `Gentile ${username},`,
    blocks: [
      {
        kind: 'text',
        text:
          'qualcuno, probabilmente lei, ha chiesto di reimpostare la password del suo utente. ' +
          'Inserisca questo codice insieme a una nuova password:',
      },
      { kind: 'facts', rows: [['Codice', token]] },
      { kind: 'text', text: 'Vale 30 minuti dalla richiesta e una sola volta. Usandolo, esce da tutte le sessioni.' },
      {
        kind: 'notice',
        title: 'Non l’ha chiesto lei?',
        text:
          'Allora ignori questa e-mail: senza il codice non cambia ' +
          'nulla. Non lo comunichi a nessuno; noi non glielo chiederemo mai.',
      },
    ],
    closing: [companyName],
    footer: `Riceve questa e-mail perché questo indirizzo appartiene a un utente di ${companyName}.`,
  }),
};
