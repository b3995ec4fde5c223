import { type MailLanguage } from './format.js';
import { type MailContact } from './mail-data.js';

/** Words that several mails share. */
export const insuranceWords: Record<MailLanguage, Record<'life' | 'auto' | 'home' | 'health', string>> = {
  en: { life: 'life insurance', auto: 'car insurance', home: 'home insurance', health: 'health insurance' },
  it: {
    life: 'assicurazione sulla vita',
    auto: 'assicurazione auto',
    home: 'assicurazione casa',
    health: 'assicurazione sanitaria',
  },
};

export const prospectTypeWords: Record<MailLanguage, Record<'individual' | 'family' | 'business', string>> = {
  en: { individual: 'Individual', family: 'Family', business: 'Business' },
  it: { individual: 'Persona', family: 'Famiglia', business: 'Impresa' },
};

/** `Marco Bianchi (marco@example.org or +39 …)`: a name and the ways to reach it, no number broken over two lines. */
export function reach({ name, email, phone }: MailContact, language: MailLanguage): string {
  const ways = [email, phone?.replaceAll(' ', '\u00a0')].filter(Boolean).join(language === 'en' ? ' or ' : ' oppure ');
  return ways ? `${name} (${ways})` : name;
}

/** The sentence that says whom to turn to; without a broker, the mail itself is answered. */
export function askHere(broker: MailContact | undefined, language: MailLanguage): string {
  if (language === 'en') {
    return broker ? `Questions? Your broker is ${reach(broker, 'en')}.` : 'Questions? Simply reply to this e-mail.';
  }
  return broker
    ? `Ha domande? Il suo consulente è ${reach(broker, 'it')}.`
    : 'Ha domande? Risponda semplicemente a questa e-mail.';
}

export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
