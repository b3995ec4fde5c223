export { coverageWords, insuranceWords } from '../../catalogue/index.js';
import { type Role } from '../../auth/index.js';
import { type ProspectType } from '../../prospects/index.js';
import { type MailLanguage } from './format.js';
import { type MailContact, type ToProspect } from './mail-data.js';

/** Words that several mails share. */
export const prospectTypeWords: Record<MailLanguage, Record<ProspectType, string>> = {
  en: { individual: 'Individual', family: 'Family', business: 'Business' },
  it: { individual: 'Persona', family: 'Famiglia', business: 'Impresa' },
};

export const roleWords: Record<MailLanguage, Record<Role, string>> = {
  en: { admin: 'admin', head_of_sales: 'head of sales', manager: 'manager', broker: 'broker', affiliate: 'affiliate' },
  it: {
    admin: 'amministratore',
    head_of_sales: 'responsabile vendite',
    manager: 'manager',
    broker: 'broker',
    affiliate: 'segnalatore',
  },
};

/** Added to the reason of a mail that nobody reads an answer to. */
export const noReply: Record<MailLanguage, string> = {
  en: 'This message was sent automatically: please do not reply to it.',
  it: 'Questo messaggio è stato inviato automaticamente: non risponda.',
};

/** How a letter to a prospect begins. */
export function dear(
  { displayName, isBusiness }: Pick<ToProspect, 'displayName' | 'isBusiness'>,
  language: MailLanguage,
): string {
  if (language === 'en') return `Dear ${displayName},`;
  return `${isBusiness ? 'Spett.le' : 'Gentile'} ${displayName},`;
}

/** `Marco Bianchi (marco@example.org or +39 …)`: a name and the ways to reach it, no number broken over two lines. */
export function reach({ name, email, phone }: MailContact, language: MailLanguage): string {
  const ways = [email, phone?.replaceAll(' ', '\u00a0')].filter(Boolean).join(language === 'en' ? ' or ' : ' oppure ');
  return ways ? `${name} (${ways})` : name;
}

/** The sentence that says whom to turn to. A mail without a broker has nobody who would read an answer to it. */
export function askHere(broker: MailContact | undefined, language: MailLanguage): string {
  if (language === 'en') {
    if (!broker) return 'Questions? Please turn to your contact with us.';
    return `Questions? Your broker is ${reach(broker, 'en')}.${broker.email ? ' You can simply reply to this e-mail.' : ''}`;
  }
  if (!broker) return 'Ha domande? Si rivolga al suo referente presso di noi.';
  return `Ha domande? Il suo consulente è ${reach(broker, 'it')}.${broker.email ? ' Può anche rispondere a questo messaggio.' : ''}`;
}

export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
